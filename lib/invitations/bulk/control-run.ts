import { z } from 'zod';
import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { can, humanOf } from '../policy';
import type { By } from './runs';
import { batchIdSchema } from './show-batch';

export const retrySchema = batchIdSchema.extend({
  /** One row; "" for all that fit. */
  row: z.union([
    z.literal('').transform(() => undefined),
    z
      .string()
      .regex(/^\d{1,6}$/u, 'This is no row.')
      .transform(Number),
  ]),
  /** All that failed in this way; "" for every way. */
  code: z
    .string()
    .regex(/^[a-z-]{0,40}$/u, 'This is no way to fail.')
    .transform((code) => (code === '' ? undefined : code)),
});

/** `changed`: how many rows it was about. */
export type Changed = { changed: number };
type Call = { ctx: Context; input: z.output<typeof batchIdSchema> };

/** Stops a run between two rows; what is under way comes to its end. Answers `forbidden`, `batch-not-found`, `batch-closed`. */
export const pauseBatch = ({ ctx, input }: Call): Promise<Result<Changed>> =>
  controlled(ctx, input.id, (by) => ctx.runs.pause(input.id, by));

/** Goes on with a paused one. Answers as `pauseBatch` does. */
export const resumeBatch = ({ ctx, input }: Call): Promise<Result<Changed>> =>
  controlled(ctx, input.id, (by) => ctx.runs.resume(input.id, by));

/** Ends a run, or undoes one that is held: what has left stays sent, the rest is never sent. Answers as `pauseBatch` does. */
export const cancelBatch = ({ ctx, input }: Call): Promise<Result<Changed>> =>
  controlled(ctx, input.id, (by) => ctx.runs.cancel(input.id, by));

/** Lets failed rows wait again: nothing of theirs was sent, or they would not have failed. Answers as `pauseBatch` does. */
export const retryRows = ({
  ctx,
  input: { id, row, code },
}: {
  ctx: Context;
  input: z.output<typeof retrySchema>;
}): Promise<Result<Changed>> =>
  controlled(ctx, id, (by) =>
    ctx.runs.retry(id, { ...(row === undefined ? {} : { row }), ...(code === undefined ? {} : { code }) }, by),
  );

async function controlled(
  ctx: Context,
  id: string,
  control: (by: By) => Promise<Changed | null>,
): Promise<Result<Changed>> {
  if (!can(ctx.actor, 'batch.manage')) return fail('forbidden');
  const done = await control({ actor: humanOf(ctx.actor), requestId: ctx.requestId });
  if (done !== null) return ok(done);
  return fail((await ctx.batches.byId(id)) === null ? 'batch-not-found' : 'batch-closed');
}
