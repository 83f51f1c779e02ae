import { z } from 'zod';
import type { Context } from '../context';
import { fail, type Result } from '../errors';
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
  /** `as-is`: in, and right although it stands oddly in the file. */
  out: z.enum(['yes', 'no', 'as-is'], 'Say whether the rows are left out or taken in.'),
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
  const { id, which, out } = input;
  if (out !== 'as-is') return mended(ctx, id, await ctx.mending.leaveOut(id, which, out === 'yes'));
  // Each on its own: nobody has looked at all of them.
  if (which === 'problems') return fail('invalid-input', { fields: { which: 'Say which rows are right.' } });
  return mended(ctx, id, await ctx.mending.takeAsIs(id, which));
}
