import { z } from 'zod';
import type { Context } from '../context';
import { fail, type Result } from '../errors';
import { ROW_FIELDS } from './batch';
import { cellReader } from './cell-reader';
import { MAX_CELL_TEXT } from './grid';
import { type Mended, mended, openBatch } from './open-batch';

const typed = z.string().max(MAX_CELL_TEXT, `A cell holds at most ${MAX_CELL_TEXT} characters.`);
// Postgres keeps no NUL, nor looks for one.
const kept = (text: string) => text.replaceAll('\0', '');

export const mendCellSchema = z.strictObject({
  id: z.uuid('This is not an import.'),
  number: z
    .string()
    .regex(/^\d{1,7}$/, 'This is no row of an import.')
    .transform(Number),
  field: z.enum(ROW_FIELDS, 'This is no column of an import.'),
  /** As somebody would write it into the file: a name, an id, an address; "" for what all rows share. */
  value: typed.transform(kept),
});

/**
 * Writes one cell anew, read as the file's are. Says how many other rows hold the text that stood there, where it could not
 * be read and this one can: they have the same mistake. Answers as `openBatch`, and the `upstream-…` codes.
 */
export async function mendCell({
  ctx,
  input: { id, number, field, value },
}: {
  ctx: Context;
  input: z.output<typeof mendCellSchema>;
}): Promise<Result<Mended>> {
  const found = await openBatch(ctx, id);
  if (!found.ok) return found;
  const [row] = await ctx.mending.rowsOf(id, [number]);
  if (row === undefined) return fail('batch-not-found');
  const reader = await cellReader(ctx, [field], [value]);
  if (!reader.ok) return reader;
  const cell = reader.value(field, value);
  const changed = await ctx.mending.writeCell(id, number, field, cell);
  const given = row.given[field];
  // Two people have one address only by mistake: what one of them got instead is no other's.
  const wasMistake = field !== 'email' && given !== undefined && given.trim() !== '' && cell.problem === null;
  const count = wasMistake ? await ctx.mending.countSame(id, field, given) : 0;
  return mended(ctx, id, changed, wasMistake && count > 0 ? { field, given, value, count } : null);
}

export const fixEverywhereSchema = z.strictObject({
  id: z.uuid('This is not an import.'),
  field: z.enum(ROW_FIELDS, 'This is no column of an import.').exclude(['email'], 'Each person has their own address.'),
  given: typed.min(1, 'Say which text is to be changed.').transform(kept),
  value: typed.transform(kept),
});

/** Writes the same cell in every row that holds the same mistake. Answers as `mendCell`. */
export async function fixEverywhere({
  ctx,
  input: { id, field, given, value },
}: {
  ctx: Context;
  input: z.output<typeof fixEverywhereSchema>;
}): Promise<Result<Mended>> {
  const found = await openBatch(ctx, id);
  if (!found.ok) return found;
  const reader = await cellReader(ctx, [field], [value]);
  if (!reader.ok) return reader;
  const cell = reader.value(field, value);
  if (cell.problem !== null) return fail('invalid-input', { fields: { value: cell.problem } });
  return mended(ctx, id, await ctx.mending.writeSame(id, field, given, cell));
}
