import { type Batch, type BatchRow, type ColumnField, ROW_FIELDS, type RowContent, type RowField } from '../batch';
import type { ReadCell } from '../mending';
import { columnsFor, textFor } from './cells';
import type { Mapping } from './headings';

/** What our own files call each column; every one of them is found again when such a file is uploaded. */
export const HEADINGS: Record<ColumnField, string> = {
  email: 'Email',
  displayName: 'Name',
  directoryId: 'Directory',
  roleIds: 'Roles',
  sponsorUserId: 'Sponsor',
  purpose: 'Purpose',
  ticket: 'Ticket',
  firstName: 'First name',
  lastName: 'Last name',
};

/** What is added at the end of each row that failed, and is no part of the file when it comes again. */
export const ADDED = ['Error', 'What to do'] as const;

/** A file's columns as they are written again. */
export type Layout = { header: readonly string[]; mapping: Mapping };

/**
 * The columns of the file that a batch came from, those of the template where it came from none, headings where it had none;
 * and a column for each field that only the rows themselves have, because somebody wrote it into the grid.
 */
export function layoutOf({ header, mapping }: Pick<Batch, 'header' | 'mapping'>, own: ReadonlySet<RowField>): Layout {
  if (mapping.length === 0) return { header: ROW_FIELDS.map((field) => HEADINGS[field]), mapping: ROW_FIELDS };
  const again = header.at(-2) === ADDED[0] && header.at(-1) === ADDED[1];
  const columns = again ? mapping.slice(0, -ADDED.length) : mapping;
  const headed = columns.map(
    (field, column) => header[column] ?? (field === null ? `Column ${column + 1}` : HEADINGS[field]),
  );
  const more = ROW_FIELDS.filter((field) => own.has(field) && columnsFor(field, columns).length === 0);
  return { header: [...headed, ...more.map((field) => HEADINGS[field])], mapping: [...columns, ...more] };
}

/** The fields in which a row says something of its own. */
export const ownFields = ({ content }: Pick<BatchRow, 'content'>): RowField[] =>
  ROW_FIELDS.filter((field) => content[field] !== null);

/** A value in the words that a file has for it: names for ids. */
export type InWords = (field: RowField, value: NonNullable<RowContent[RowField]>) => string;

/**
 * A row's cells as they were written; where somebody has mended a field since, what it is now. `read` says what was written
 * comes to, so that one and the same thing in other words stays as it was.
 */
export function cellsNow(
  { cells, content, given }: Pick<BatchRow, 'cells' | 'content' | 'given'>,
  mapping: Mapping,
  read: (field: RowField, text: string) => ReadCell,
  inWords: InWords,
): string[] {
  const now = mapping.map((_field, column) => cells[column] ?? '');
  for (const field of ROW_FIELDS) {
    const [column, ...parts] = columnsFor(field, mapping);
    const value = content[field];
    // What could not be read is what was written last.
    const text = given[field] ?? (value === null ? '' : inWords(field, value));
    if (
      column === undefined ||
      isSame(read(field, textFor(field, mapping, cells)), { value, given: given[field] ?? null })
    )
      continue;
    if (field === 'displayName' && mapping[column] === 'email') now[column] = `${text} <${content.email}>`;
    else now[column] = text;
    // A name in two parts is one again.
    for (const part of parts) now[part] = '';
  }
  return now;
}

const isSame = (written: Pick<ReadCell, 'value' | 'given'>, now: Pick<ReadCell, 'value' | 'given'>): boolean =>
  written.given === now.given && String(written.value ?? '') === String(now.value ?? '');
