import { z } from 'zod';
import type { Context } from '../context';
import { fail, type Result } from '../errors';
import { inviteSchema } from '../fields';
import { COLUMN_FIELDS, ROW_FIELDS } from './batch';
import { cellReader } from './cell-reader';
import { columnsFor, textFor } from './csv/cells';
import { MAX_COLUMNS } from './csv/limits';
import { type Mended, mended, openBatch } from './open-batch';

const { directoryId, roleIds, sponsorUserId, purpose, ticket } = inviteSchema.shape;

/** What holds for rows that say nothing else. All of it may be left open: each row can have its own. */
export const sharedSchema = z.strictObject({
  directoryId: z.union([z.literal(''), directoryId], 'Choose a directory.'),
  roleIds,
  sponsorUserId,
  purpose: z.union([z.literal(''), purpose], 'The purpose cannot be used as it is.'),
  ticket,
});

export const changeSharedSchema = sharedSchema.extend({ id: z.uuid('This is not an import.') });

/** Other values for all rows that have none of their own. Answers as `openBatch`. */
export async function changeShared({
  ctx,
  input: { id, ...shared },
}: {
  ctx: Context;
  input: z.output<typeof changeSharedSchema>;
}): Promise<Result<Mended>> {
  const found = await openBatch(ctx, id);
  if (!found.ok) return found;
  return mended(ctx, id, (await ctx.batches.change(id, { shared })) ? found.value.rows : null);
}

const column = z.union([z.literal(''), z.enum(COLUMN_FIELDS)], 'This is no field of an invitation.');

export const changeMappingSchema = z.strictObject({
  id: z.uuid('This is not an import.'),
  /** What each column is, "" for one that is not used. */
  columns: z.array(column).min(1, 'Say what the columns are.').max(MAX_COLUMNS, 'There are too many columns.'),
});

/**
 * Another meaning of the columns: the fields that come from another column now are read anew, in all rows, and what was
 * mended by hand in them is gone; everything else stays. Answers as `openBatch`, `invalid-input` and the `upstream-…` codes.
 */
export async function changeMapping({
  ctx,
  input: { id, columns },
}: {
  ctx: Context;
  input: z.output<typeof changeMappingSchema>;
}): Promise<Result<Mended>> {
  const found = await openBatch(ctx, id);
  if (!found.ok) return found;
  const { mapping: before } = found.value;
  const mapping = columns.map((field) => (field === '' ? null : field));
  const used = mapping.filter((field) => field !== null);
  if (mapping.length !== before.length)
    return fail('invalid-input', { fields: { columns: 'The file has other columns.' } });
  if (!used.includes('email')) {
    return fail('invalid-input', { fields: { columns: 'Say in which column the addresses are.' } });
  }
  if (new Set(used).size < used.length) {
    return fail('invalid-input', { fields: { columns: 'Two columns cannot be the same thing.' } });
  }
  const changed = ROW_FIELDS.filter(
    (field) => String(columnsFor(field, before)) !== String(columnsFor(field, mapping)),
  );
  if (changed.length === 0) return mended(ctx, id, 0);
  const sponsors = mapping.indexOf('sponsorUserId');
  const texts = changed.includes('sponsorUserId') && sponsors >= 0 ? await ctx.mending.cellsIn(id, sponsors) : [];
  const reader = await cellReader(ctx, changed, texts);
  if (!reader.ok) return reader;
  const written = await ctx.mending.remap(id, mapping, (rows) =>
    rows.map(({ number, cells }) => ({
      number,
      cells: Object.fromEntries(changed.map((field) => [field, reader.value(field, textFor(field, mapping, cells))])),
    })),
  );
  return mended(ctx, id, written);
}
