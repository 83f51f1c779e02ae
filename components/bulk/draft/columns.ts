import { type ColumnField, ROW_FIELDS, type RowField } from '@/lib/invitations/bulk/batch';

/** What each field of a row is called, as on the form. */
export const FIELD_NAMES: Record<RowField, string> = {
  email: 'Email',
  displayName: 'Name',
  directoryId: 'Directory',
  roleIds: 'Roles',
  sponsorUserId: 'Sponsor',
  purpose: 'Purpose',
  ticket: 'Ticket',
};

/** What a column of a file can be: a field, or a part of the name. */
export const COLUMN_NAMES: Record<ColumnField, string> = {
  ...FIELD_NAMES,
  firstName: 'First name',
  lastName: 'Last name',
};

/** The grid's columns in their order; the last one says whether the row is in. */
export const COLUMNS = [...ROW_FIELDS, 'in'] as const;
export type Column = (typeof COLUMNS)[number];

/** Chosen from lists: whatever is typed there is a name for something that has an id. */
export const isPicked = (field: Column): field is 'directoryId' | 'roleIds' | 'sponsorUserId' =>
  field === 'directoryId' || field === 'roleIds' || field === 'sponsorUserId';

/** One line of columns for the heading and all rows; a row is a card where there is no room for them. */
export const TRACKS =
  'md:grid md:grid-cols-[3.25rem_minmax(12rem,2fr)_minmax(8.5rem,1.2fr)_minmax(7rem,1fr)_minmax(8.5rem,1.2fr)_minmax(8rem,1.1fr)_minmax(10rem,1.6fr)_minmax(5rem,0.7fr)_5.5rem]';

export const cellId = (number: number, column: number): string => `cell-${number}-${column}`;

const count = new Intl.NumberFormat('en');
/** "1 row", "1,204 rows". */
export const rowsWords = (rows: number): string => `${count.format(rows)} ${rows === 1 ? 'row' : 'rows'}`;
export const numberWords = (number: number): string => count.format(number);
