import type { z } from 'zod';
import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { can, humanOf } from '../policy';
import type { batchIdSchema } from './show-batch';

/** Throws away a batch that never ran, rows and all. Answers `forbidden`, `batch-not-found` and `batch-closed`. */
export async function discardBatch({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof batchIdSchema>;
}): Promise<Result<{ rows: number }>> {
  if (!can(ctx.actor, 'batch.manage')) return fail('forbidden');
  const rows = await ctx.mending.discard(input.id, { actor: humanOf(ctx.actor), requestId: ctx.requestId });
  if (rows !== null) return ok({ rows });
  const batch = await ctx.batches.byId(input.id);
  return fail(batch === null || batch.state === 'reading' ? 'batch-not-found' : 'batch-closed');
}
