import type { SystemContext } from '../context';
import { emailKey } from '../email';
import { ok, type Result } from '../errors';
import type { Inviter } from '../rules/judge';
import { type Batch, type BatchRow, wholeContent } from './batch';
import { byKey, knowSponsors, type PlanFacts, planFacts } from './plan-facts';
import { planHash } from './plan-hash';
import { classOf } from './plan-row';
import { classOfTarget } from './plan-target';
import type { Classed } from './plans';

const ROWS_AT_ONCE = 500;

/** A row as it was, and as the plan has it now. */
export type Step = { row: BatchRow; classed: Classed };
export type MadePlan = { hash: string; policy: number; copiedAt: Date | null };

/**
 * Classes every row of a batch that `by` would send, in order, some hundred at a time. It sends nothing, asks the upstream for
 * no row, and writes nothing itself: `each` gets the rows as they come, and ends it by answering false (null then).
 *
 * Answers the `upstream-…` codes when names of directories, roles or sponsors are not to be had.
 */
export async function plan(
  ctx: SystemContext,
  batch: Batch,
  by: Inviter,
  each: (steps: readonly Step[]) => Promise<boolean>,
): Promise<Result<MadePlan | null>> {
  const gathered = await planFacts(ctx, batch, by);
  if (!gathered.ok) return gathered;
  const facts = gathered.value;
  const hash = planHash(batch, facts.judging.number);
  const directories = new Set<string>();
  for (let after = 0; ; ) {
    const rows = await ctx.batches.rows(batch.id, { filter: {}, after, limit: ROWS_AT_ONCE });
    const steps = await classed(ctx, batch, rows, facts, directories);
    if (!steps.ok) return steps;
    await hash.add(steps.value.map(({ row, classed: { class: of } }) => ({ row, class: of })));
    if (!(await each(steps.value))) return ok(null);
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_AT_ONCE) break;
    after = last.number;
  }
  return ok({
    hash: await hash.end(),
    policy: facts.judging.number,
    copiedAt: await ctx.plans.copiedAt([...directories]),
  });
}

async function classed(
  ctx: SystemContext,
  batch: Batch,
  rows: readonly BatchRow[],
  facts: PlanFacts,
  directories: Set<string>,
): Promise<Result<Step[]>> {
  const targets =
    batch.kind === 'invite'
      ? new Map()
      : await ctx.plans.targets(rows.flatMap(({ targetId }) => (targetId === null ? [] : [targetId])));
  const about = rows.map((row) => {
    const target = row.targetId === null ? undefined : targets.get(row.targetId);
    const whole =
      target === undefined ? wholeContent(row.content, batch.shared) : { ...target.content, ticket: target.ticket };
    directories.add(whole.directoryId);
    return { row, target, whole };
  });
  const keys = [...new Set(about.map(({ whole }) => emailKey(whole.email)))];
  const [sponsors, found] = await Promise.all([
    knowSponsors(
      ctx,
      facts,
      about.map(({ whole }) => whole.sponsorUserId),
    ),
    ctx.plans.known(keys, batch),
  ]);
  if (!sponsors.ok) return sponsors;
  const known = byKey(found);
  const { kind } = batch;
  if (kind !== 'invite') {
    return ok(about.map(({ row, target }) => ({ row, classed: classOfTarget(kind, row, target, facts, known) })));
  }
  const revoked = found.invitations.filter(({ state }) => state === 'revoked').map(({ id }) => id);
  const around = { known, revokes: await ctx.plans.revokes(revoked) };
  return ok(about.map(({ row, whole }) => ({ row, classed: classOf(row, whole, facts, around) })));
}
