import { z } from 'zod';
import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { can } from '../policy';
import type { Batch } from './batch';
import type { RowCounts } from './batches';

const PAGE = 30;

export const batchListSchema = z.strictObject({
  /** The id of the last one of the page before; "" for the first page. */
  before: z.union([z.literal(''), z.uuid('This page of the list does not exist.')]),
});

export type BatchList = { rows: (Batch & { counts: RowCounts })[]; next: string | null };

/** Past and present imports, newest first. Answers `forbidden` and `batch-not-found`. */
export async function listBatches({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'actor' | 'batches'>;
  input: z.output<typeof batchListSchema>;
}): Promise<Result<BatchList>> {
  if (!can(ctx.actor, 'batch.read')) return fail('forbidden');
  const before = input.before === '' ? null : await ctx.batches.byId(input.before);
  if (input.before !== '' && before === null) return fail('batch-not-found');
  const found = await ctx.batches.list({ before, limit: PAGE + 1 });
  const rows = found.slice(0, PAGE);
  return ok({ rows, next: found.length > PAGE ? (rows.at(-1)?.id ?? null) : null });
}
