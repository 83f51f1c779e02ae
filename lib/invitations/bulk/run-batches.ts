import type { SystemContext } from '../context';
import { recordAll } from './run-recorder';
import { sendAll } from './run-sender';
import type { OtherRows, Turn } from './run-turn';

/** A turn ends so that its job does; what is left is the next one's. */
const TURN_MS = 120_000;
/**
 * One turn of what runs: rows become intents, intents are sent at the pace that the upstream bears, and what has come to its end
 * is ended. One replica at a time, so that one budget holds for all; null when another is at it. `left`: there is more to do.
 */
export function runBatches(
  ctx: SystemContext,
  others: OtherRows,
  signal: AbortSignal,
): Promise<{ left: boolean } | null> {
  return ctx.ledger.exclusively('bulk', async () => {
    const until = ctx.clock.monotonicMs() + TURN_MS;
    // Where one half breaks the other ends too, before somebody else may lead.
    let broken = false;
    const half = (work: Promise<void>) =>
      work.catch((error: unknown) => {
        broken = true;
        throw error;
      });
    const turn: Turn = {
      ctx,
      others,
      batches: await ctx.runs.due(),
      recording: true,
      over: () => broken || signal.aborted || ctx.clock.monotonicMs() >= until,
    };
    if (turn.batches.length === 0) return { left: false };
    const ends = await Promise.allSettled([half(recordAll(turn)), half(sendAll(turn))]);
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    return { left: (await ctx.runs.due()).some(({ state }) => state === 'running') };
  });
}
