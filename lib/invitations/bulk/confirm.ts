import { z } from 'zod';
import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { can, humanOf } from '../policy';
import { type Batch, type Finding, GOING, GOING_WITH_A_WORD, type RowClass, TYPED_ABOVE } from './batch';
import { plan, type Step } from './plan';
import type { Classed } from './plans';

export const confirmSchema = z.strictObject({
  id: z.uuid('This is not an import.'),
  /** The hash of the plan that was shown. */
  plan: z.string().regex(/^[0-9a-f]{64}$/u, 'This is not a plan. Reload the page.'),
  /** What was typed to confirm it: the number of invitations, asked for with a bulk revoke or re-issue of more than ten. */
  typed: z.string().trim().max(20, 'Type the number only.'),
});

/**
 * Lets a batch go exactly as its plan was shown: it is planned afresh first, and where anything has become something else
 * nothing goes, and those rows are marked to be looked at. Who confirms is the sender. Confirmed twice, it says the same.
 *
 * Answers `forbidden`, `batch-not-found`, `batch-closed`, `plan-changed`, `nothing-to-send`, `invalid-input`,
 * `too-many-requests` and the `upstream-…` codes.
 */
export async function confirm({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof confirmSchema>;
}): Promise<Result<Batch>> {
  if (!can(ctx.actor, 'batch.manage')) return fail('forbidden');
  const batch = await ctx.batches.byId(input.id);
  if (batch === null || batch.state === 'reading') return fail('batch-not-found');
  if (batch.confirmedAt !== null) return ok(batch);
  if (batch.state !== 'planned' || batch.planHash !== input.plan) return fail('plan-changed');
  const allowance = await ctx.rateLimit.take('send', ctx.actor.subject, input.plan);
  if (!allowance.ok) return fail('too-many-requests', { retryAfterMs: allowance.retryAfterMs });
  let used = false;
  try {
    const answer = await asShown(ctx, batch, input);
    used = answer.ok;
    return answer;
  } finally {
    await allowance.end({ used });
  }
}

async function asShown(ctx: Context, batch: Batch, input: z.output<typeof confirmSchema>): Promise<Result<Batch>> {
  const changed: Classed[] = [];
  let going = 0;
  const made = await plan(ctx, batch, ctx.actor, async (steps) => {
    for (const step of steps) {
      if (isChanged(step)) changed.push(step.classed);
      if (goes(step)) going += 1;
    }
    return true;
  });
  if (!made.ok) return made;
  if (made.value === null) return fail('plan-changed');
  const { hash, copiedAt, policy } = made.value;
  if (changed.length > 0) {
    await ctx.plans.renew(batch.id, input.plan, { hash, copiedAt, changed });
    return fail('plan-changed');
  }
  if (going === 0) return fail('nothing-to-send');
  if (batch.kind !== 'invite' && going > TYPED_ABOVE && input.typed !== String(going))
    return fail('invalid-input', { fields: { typed: `Type ${going} to confirm.` } });
  const how = {
    hash,
    policy,
    holdMinutes: await holdMinutes(ctx),
    actor: humanOf(ctx.actor),
    requestId: ctx.requestId,
  };
  const confirmed = await ctx.plans.confirm(batch.id, input.plan, how);
  if (confirmed !== null) return ok(confirmed);
  // Somebody else was faster: with the same, or with a change.
  const now = await ctx.batches.byId(batch.id);
  if (now === null) return fail('batch-not-found');
  return now.confirmedAt === null ? fail('plan-changed') : ok(now);
}

/** How long a batch can be undone before it begins. */
async function holdMinutes(ctx: Context): Promise<number> {
  return (await ctx.policy.fresh()).policy.holdMinutes;
}

/** It is classed otherwise than was shown, or somebody else is to approve it. */
const isChanged = ({ row, classed }: Step): boolean =>
  row.class !== classed.class || approversOf(row.finding) !== approversOf(classed.finding);

const approversOf = (finding: Finding): string => finding.approvers ?? '';

function goes({ row, classed: { class: of } }: Step): boolean {
  if (of === null) return false;
  if ((GOING as readonly RowClass[]).includes(of)) return true;
  return (GOING_WITH_A_WORD as readonly RowClass[]).includes(of) && row.acknowledged !== '';
}
