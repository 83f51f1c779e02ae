import type { z } from 'zod';
import { type Context, callOf } from '../context';
import { fail, failFromDirectory, ok, type Result } from '../errors';
import { can, humanOf } from '../policy';
import type { Batch } from './batch';
import { AT_ONCE, planOne } from './plan-due';
import type { batchIdSchema } from './show-batch';

/**
 * Has a plan made of a batch, in the name of whoever asks: theirs will be the invitations. A small one is there when this
 * answers; another is `planning`. Answers `forbidden`, `batch-not-found`, `batch-closed` and the `upstream-…` codes.
 */
export async function startPlan({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof batchIdSchema>;
}): Promise<Result<Batch>> {
  if (!can(ctx.actor, 'batch.manage')) return fail('forbidden');
  const batch = await ctx.batches.byId(input.id);
  if (batch === null || batch.state === 'reading') return fail('batch-not-found');
  // An upstream that does not answer is said here, and not found out by a job that nobody hears.
  const directories = await ctx.catalog.directories(callOf(ctx));
  if (!directories.ok) return failFromDirectory(directories.error);
  const asked = await ctx.plans.ask(batch.id, humanOf(ctx.actor));
  return asked === null ? fail('batch-closed') : planSoon(ctx, asked);
}

/** Plans a small one at once, and leaves another to the job. */
export async function planSoon(ctx: Context, batch: Batch): Promise<Result<Batch>> {
  if (batch.rows > AT_ONCE) return ok(batch);
  await planOne(ctx, batch.id);
  return ok((await ctx.batches.byId(batch.id)) ?? batch);
}
