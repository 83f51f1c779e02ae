import { z } from 'zod';
import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { namesOf } from '../names';
import { can } from '../policy';
import { type BatchRow, MAX_BATCH_ROWS, ROW_FIELDS, type RowField } from './batch';
import { type GridCell, type GridRow, WINDOW } from './grid';

const WRONG = 'These are no rows of an import.';
const id = z.uuid('This is not an import.');

/** Which rows there are: all, or those with a problem. */
export const rowNumbersSchema = z.strictObject({ id, only: z.enum(['', 'problems'], WRONG) });

/** Some of them, by their numbers: `1,2,5`. */
export const listRowsSchema = z.strictObject({
  id,
  numbers: z
    .string()
    .regex(/^\d{1,7}(?:,\d{1,7})*$/, WRONG)
    .transform((text) => text.split(',').map(Number))
    .refine((numbers) => numbers.length <= WINDOW, `Ask for at most ${WINDOW} rows at once.`),
});

type Reads = Pick<Context, 'actor' | 'batches' | 'mending'>;

/**
 * The numbers of a batch's rows, so that a page knows how many lines there are and which: the rows themselves come as one
 * scrolls. Answers `forbidden` and `batch-not-found`.
 */
export async function rowNumbers({
  ctx,
  input,
}: {
  ctx: Reads;
  input: z.output<typeof rowNumbersSchema>;
}): Promise<Result<number[]>> {
  const found = await readable(ctx, input.id);
  if (!found.ok) return found;
  const numbers = await ctx.mending.numbers(input.id, input.only === 'problems' ? { onlyProblems: true } : {});
  return ok(numbers.slice(0, MAX_BATCH_ROWS));
}

/** Rows as the grid shows them, with names for ids. Answers `forbidden` and `batch-not-found`. */
export async function listRows({
  ctx,
  input,
}: {
  ctx: Reads & Pick<Context, 'requestId' | 'catalog'>;
  input: z.output<typeof listRowsSchema>;
}): Promise<Result<GridRow[]>> {
  const found = await readable(ctx, input.id);
  if (!found.ok) return found;
  const rows = await ctx.mending.rowsOf(input.id, input.numbers);
  const sponsors = rows.flatMap(({ content }) => content.sponsorUserId ?? []);
  const [names, people] = await Promise.all([namesOf(ctx), ctx.mending.peopleNames([...new Set(sponsors)])]);
  const nameOf: Record<string, (id: string) => string> = {
    directoryId: names.directory,
    roleIds: names.role,
    sponsorUserId: (sponsor) => people.get(sponsor) ?? sponsor,
  };
  return ok(rows.map((row) => gridRow(row, nameOf)));
}

async function readable(ctx: Pick<Context, 'actor' | 'batches'>, batchId: string): Promise<Result<null>> {
  if (!can(ctx.actor, 'batch.read')) return fail('forbidden');
  const batch = await ctx.batches.byId(batchId);
  return batch === null || batch.state === 'reading' ? fail('batch-not-found') : ok(null);
}

function gridRow(row: BatchRow, nameOf: Record<string, (id: string) => string>): GridRow {
  const cells: GridRow['cells'] = {};
  for (const field of ROW_FIELDS) {
    const cell = gridCell(row, field, nameOf[field]);
    if (cell !== null) cells[field] = cell;
  }
  return { number: row.number, leftOut: row.leftOut, problem: row.problems.row ?? '', cells };
}

function gridCell(
  { content, given, problems }: BatchRow,
  field: RowField,
  nameOf: ((id: string) => string) | undefined,
): GridCell | null {
  const problem = problems[field];
  const wrong = problem === undefined ? {} : { problem };
  const written = given[field];
  if (written !== undefined) return { text: written, ...wrong };
  const value = content[field];
  if (value === null) return problem === undefined ? null : { text: '', problem };
  if (nameOf === undefined) return { text: String(value), ...wrong };
  const ids = [value].flat();
  return { text: ids.map(nameOf).join(', '), ids, ...wrong };
}
