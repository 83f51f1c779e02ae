import type { Batch } from './batch';
import { LOOK_MS, type Turn } from './run-turn';

/** Rows in one transaction: few enough that nobody who appends to the audit waits long. */
const ROWS_AT_ONCE = 200;
const ASKED_AT_ONCE = 50;

/** Records what waits, puts before somebody what needs a word, and ends what is over; goes on until there is nothing to do. */
export async function recordAll(turn: Turn): Promise<void> {
  const { ctx } = turn;
  while (!turn.over()) {
    let busy = false;
    for (const batch of turn.batches) {
      if (turn.over()) return;
      // Each in its own time: one that is stopped by its policy stops no other.
      if (batch.kind === 'invite' && (await recordSome(turn, batch))) busy = true;
      if (batch.kind === 'invite' && batch.state === 'running' && (await askSome(turn, batch))) busy = true;
    }
    turn.recording = busy;
    if (busy) continue;
    for (const { id } of turn.batches) await ctx.runs.finish(id);
    turn.batches = await ctx.runs.due();
    // A held one waits for its time: the next turn's.
    if (turn.batches.every(({ state }) => state === 'held')) return;
    await new Promise((resume) => setTimeout(resume, LOOK_MS));
  }
}

/** True where more of this batch may wait. */
async function recordSome({ ctx }: Turn, { id, state }: Batch): Promise<boolean> {
  if (state !== 'running' && state !== 'held') return false;
  const { number, policy } = await ctx.policy.fresh();
  if (policy.paused) return false;
  const done = await ctx.runs.record(id, {
    limit: ROWS_AT_ONCE,
    referenced: ctx.purposeReference,
    upstreamNow: ctx.catalog.upstreamNow(),
    judged: { policy: number, ceilings: policy.ceilings },
  });
  return done.kind === 'judged-by-older' || (done.kind === 'recorded' && done.left > 0);
}

async function askSome({ ctx, others, over }: Turn, batch: Batch): Promise<boolean> {
  const rows = await ctx.runs.others(batch.id, ASKED_AT_ONCE);
  for (const row of rows) {
    if (over()) break;
    await others.ask(ctx, batch, row);
  }
  return rows.length === ASKED_AT_ONCE;
}
