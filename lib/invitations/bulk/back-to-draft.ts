import type { z } from 'zod';
import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { can } from '../policy';
import type { batchIdSchema } from './show-batch';

/** Makes a draft of a batch again, so that its rows can be changed. Answers `forbidden`, `batch-not-found` and `batch-closed`. */
export async function backToDraft({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof batchIdSchema>;
}): Promise<Result<undefined>> {
  if (!can(ctx.actor, 'batch.manage')) return fail('forbidden');
  if ((await ctx.batches.byId(input.id)) === null) return fail('batch-not-found');
  return (await ctx.batches.change(input.id, {})) ? ok(undefined) : fail('batch-closed');
}
