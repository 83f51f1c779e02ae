import { z } from 'zod';
import type { Words } from '../../action-state';
import type { Context } from '../context';
import { CSV_START, csvLine } from '../csv';
import { fail, ok, type Result } from '../errors';
import { namesOf } from '../names';
import { can, humanOf } from '../policy';
import { type Batch, type BatchRow, ROW_FIELDS, type RowField } from './batch';
import type { RowFilter } from './batches';
import { cellReader } from './cell-reader';
import { textFor } from './csv/cells';
import { ADDED, cellsNow, type InWords, layoutOf, ownFields } from './csv/own-columns';
import type { ReadCell } from './mending';
import { sponsorBook } from './sponsor-book';

export const exportFailedSchema = z.strictObject({
  id: z.uuid('This is not an import.'),
  /** Only those that failed in this way; "" for all. */
  code: z.string().regex(/^[a-z-]{0,64}$/, 'This is no way to fail.'),
});

const PAGE_ROWS = 1_000;

type FailureWords = (failure: { code: string; detail: string }) => Words;

/**
 * The rows that failed as CSV: the columns of the file as it was, mended where somebody mended them, and why each failed. It
 * can be uploaded again as it is. The audit says who took it before the first row leaves. Answers `forbidden` and
 * `batch-not-found`.
 */
export async function exportFailed({
  ctx,
  input: { id, code },
  words,
}: {
  ctx: Context;
  input: z.output<typeof exportFailedSchema>;
  words: FailureWords;
}): Promise<Result<AsyncIterable<string>>> {
  if (!can(ctx.actor, 'batch.read')) return fail('forbidden');
  const batch = await ctx.batches.byId(id);
  if (batch === null || batch.state === 'reading') return fail('batch-not-found');
  await ctx.audit.note({
    action: 'batch.exported',
    actor: humanOf(ctx.actor),
    requestId: ctx.requestId,
    details: { batch: id, code },
  });
  return ok(lines(ctx, batch, { states: ['failed'], ...(code === '' ? {} : { failureCode: code }) }, words));
}

async function* lines(ctx: Context, batch: Batch, filter: RowFilter, words: FailureWords): AsyncGenerator<string> {
  const own = new Set<RowField>();
  for await (const rows of pages(ctx, batch.id, filter)) {
    for (const field of rows.flatMap(ownFields)) own.add(field);
  }
  const { header, mapping } = layoutOf(batch, own);
  yield CSV_START + csvLine([...header, ...ADDED]);
  const book = sponsorBook(ctx);
  for await (const rows of pages(ctx, batch.id, filter)) {
    const sponsors = rows.map(({ cells }) => textFor('sponsorUserId', mapping, cells));
    const reader = await cellReader(ctx, ROW_FIELDS, sponsors, book);
    const read = reader.ok ? reader.value : unreadable;
    const inWords = await wordsFor(ctx, rows);
    yield rows
      .map((row) => {
        const { what, why, next } = words(row.failure ?? { code: 'unexpected', detail: '' });
        return csvLine([...cellsNow(row, mapping, read, inWords), `${what} ${why}`, next]);
      })
      .join('');
  }
}

/** While directories and roles cannot be had, nothing counts as what was written: every cell is what the row holds. */
const unreadable = (_field: RowField, text: string): ReadCell => ({ value: null, given: text, problem: null });

async function* pages(ctx: Context, id: string, filter: RowFilter): AsyncGenerator<BatchRow[]> {
  let after = 0;
  for (;;) {
    const rows = await ctx.batches.rows(id, { filter, after, limit: PAGE_ROWS });
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_ROWS) return;
    after = last.number;
  }
}

async function wordsFor(ctx: Context, rows: readonly BatchRow[]): Promise<InWords> {
  const sponsors = rows.flatMap(({ content }) => content.sponsorUserId ?? []);
  const [names, people] = await Promise.all([namesOf(ctx), ctx.mending.peopleNames([...new Set(sponsors)])]);
  return (field, value) => {
    switch (field) {
      case 'directoryId':
        return names.directory(String(value));
      case 'sponsorUserId':
        return people.get(String(value)) ?? String(value);
      case 'roleIds':
        return [value].flat().map(names.role).join('; ');
      default:
        return String(value);
    }
  };
}
