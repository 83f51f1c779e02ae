import { z } from 'zod';
import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { inviteSchema } from '../fields';
import { can } from '../policy';
import { type Batch, MAX_BATCH_ROWS } from './batch';
import { planSoon } from './start-plan';

const id = z.uuid('This is not an import.');
/** Rows by their numbers; null for all of the class. */
const numbers = z.array(z.int().min(1).max(MAX_BATCH_ROWS)).min(1).max(100).nullable();

export const acknowledgeSchema = z.strictObject({
  id,
  class: z.enum(['lookalike', 'revoked']),
  numbers,
  because: inviteSchema.shape.acknowledged.refine((text) => text !== '', 'Say why. An auditor will read it.'),
});

export const fixSchema = z.strictObject({ id, numbers });

type Mended = { batch: Batch; rows: number };

/**
 * Writes down why addresses are right that look like others, or why people are invited again whom somebody revoked: with that
 * word they go. The plan is made anew. Answers `forbidden`, `batch-not-found` and `plan-changed`.
 */
export async function acknowledge({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof acknowledgeSchema>;
}): Promise<Result<Mended>> {
  return mend(ctx, input.id, () => ctx.plans.acknowledge(input.id, input, input.because));
}

/** Takes the addresses that were probably meant, and makes the plan anew. Answers as `acknowledge` does. */
export async function fixAddresses({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof fixSchema>;
}): Promise<Result<Mended>> {
  return mend(ctx, input.id, () => ctx.plans.fix(input.id, input.numbers));
}

async function mend(ctx: Context, id: string, change: () => Promise<number | null>): Promise<Result<Mended>> {
  if (!can(ctx.actor, 'batch.manage')) return fail('forbidden');
  if ((await ctx.batches.byId(id)) === null) return fail('batch-not-found');
  const rows = await change();
  const batch = await ctx.batches.byId(id);
  if (rows === null || batch === null) return fail('plan-changed');
  const planned = await planSoon(ctx, batch);
  return planned.ok ? ok({ batch: planned.value, rows }) : planned;
}
