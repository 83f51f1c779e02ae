import { z } from 'zod';
import type { Context } from '../context';
import type { Result } from '../errors';
import { type Mended, mended, openBatch } from './open-batch';

const WRONG = 'These are no rows of an import.';

export const leaveOutSchema = z.strictObject({
  id: z.uuid('This is not an import.'),
  /** `problems`: all that have something to mend; else numbers with commas between. */
  which: z.union(
    [
      z.literal('problems'),
      z
        .string()
        .max(4_000, WRONG)
        .regex(/^\d{1,7}(?:,\d{1,7})*$/, WRONG)
        .transform((text) => text.split(',').map(Number)),
    ],
    WRONG,
  ),
  out: z.enum(['yes', 'no'], 'Say whether the rows are left out or taken in.').transform((text) => text === 'yes'),
});

/** Leaves rows out of the import, or takes them in again. They stay in it either way. Answers as `openBatch`. */
export async function leaveOut({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof leaveOutSchema>;
}): Promise<Result<Mended>> {
  const found = await openBatch(ctx, input.id);
  if (!found.ok) return found;
  return mended(ctx, input.id, await ctx.mending.leaveOut(input.id, input.which, input.out));
}
