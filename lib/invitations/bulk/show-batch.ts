import { z } from 'zod';
import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { can } from '../policy';
import type { Batch } from './batch';
import type { RowCounts } from './batches';

export const batchIdSchema = z.strictObject({ id: z.uuid('This is not an import.') });

/** One batch with the counts of its rows. Answers `forbidden` and `batch-not-found`. */
export async function showBatch({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'actor' | 'batches'>;
  input: z.output<typeof batchIdSchema>;
}): Promise<Result<{ batch: Batch; counts: RowCounts }>> {
  if (!can(ctx.actor, 'batch.read')) return fail('forbidden');
  const batch = await ctx.batches.byId(input.id);
  if (batch === null || batch.state === 'reading') return fail('batch-not-found');
  return ok({ batch, counts: await ctx.batches.counts(batch.id) });
}
