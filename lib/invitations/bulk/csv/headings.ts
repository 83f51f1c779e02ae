/** What a column can be, and how it is found. Pure; runs in browser and server. */
import { COLUMN_FIELDS, type ColumnField } from '../batch';

/** What each column is taken for; null for one that is not used. Correctable: it is only data. */
export type Mapping = readonly (ColumnField | null)[];

/** What people call each field, the clearest first; compared without case, accents, blanks and punctuation. */
const CALLED: Record<ColumnField, readonly string[]> = {
  // biome-ignore format: one glance.
  email: [
    'email', 'e-mail', 'email address', 'e-mail address', 'mail address', 'mail', 'work email', 'business email', 'company email',
    'primary email', 'contact email', 'guest email', 'user email', 'invitee email', 'employee email', 'email 1', 'email id',
    'e-mail-adresse', 'user principal name', 'upn', 'emails', 'addresses', 'recipient', 'address',
  ],
  // biome-ignore format: one glance.
  displayName: [
    'display name', 'full name', 'name', 'person name', 'guest name', 'contact name', 'user name', 'invitee name', 'employee name',
    'contractor name', 'first and last name', 'guest', 'person', 'invitee', 'contractor', 'contact',
  ],
  firstName: ['first name', 'given name', 'forename', 'christian name', 'first', 'given'],
  lastName: ['last name', 'family name', 'surname', 'second name', 'last', 'family'],
  directoryId: ['directory', 'directory name', 'directory id', 'local directory', 'user directory'],
  // biome-ignore format: one glance.
  roleIds: [
    'roles', 'role', 'role names', 'role name', 'role ids', 'role id', 'access roles', 'access role', 'access', 'entitlements',
    'permissions',
  ],
  // biome-ignore format: one glance.
  sponsorUserId: [
    'sponsor email', 'sponsor e-mail', 'sponsor id', 'sponsor', 'sponsor name', 'sponsored by', 'manager email', 'manager e-mail',
    'manager id', 'manager', 'manager name', 'line manager', 'hiring manager', 'reports to', 'supervisor', 'owner', 'host',
    'responsible', 'responsible person',
  ],
  // biome-ignore format: one glance.
  purpose: [
    'purpose', 'justification', 'business justification', 'reason', 'business reason', 'reason for access', 'access reason',
    'purpose of access', 'why', 'business purpose',
  ],
  // biome-ignore format: one glance.
  ticket: [
    'ticket', 'ticket number', 'ticket no', 'ticket id', 'ticket reference', 'case', 'case number', 'case id', 'request number',
    'request id', 'incident', 'incident number', 'change number', 'reference', 'reference number', 'ref',
  ],
};

const bare = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

const FIELD_OF = new Map(
  COLUMN_FIELDS.flatMap((field) => CALLED[field].map((name, rank) => [bare(name), { field, rank }] as const)),
);

/** What a heading says a column is, and how clearly: 0 is clearest. */
const meant = (heading: string): { field: ColumnField; rank: number } | null => FIELD_OF.get(bare(heading)) ?? null;

/** How many of a record's cells are headings that are known. */
export const knownHeadings = (cells: readonly string[]): number => cells.filter((cell) => meant(cell) !== null).length;

/** What looks like an address, one at least, in whatever dress. The schema says later whether it is one. */
const ADDRESS = /[^\s@,;<>]@[^\s@,;<>]+\.[^\s@,;<>]/u;
export const holdsAddress = (cell: string): boolean => ADDRESS.test(cell);

/** Whether the first row of a file is its header: it names what is below, and so holds nobody's address. */
export const isHeader = (cells: readonly string[]): boolean => !cells.some(holdsAddress);

/**
 * Which column is what: by the headings, each field once, by its clearest name; the addresses also by what the first rows
 * hold, and without a header a name beside them, too.
 */
export function guessMapping(header: readonly string[], rows: readonly (readonly string[])[]): (ColumnField | null)[] {
  const width = Math.max(header.length, ...rows.map((row) => row.length));
  const mapping = Array.from({ length: width }, (): ColumnField | null => null);

  const clearest = new Map<ColumnField, { column: number; rank: number }>();
  header.forEach((heading, column) => {
    const found = meant(heading);
    if (found === null) return;
    const other = clearest.get(found.field);
    if (other === undefined || found.rank < other.rank) clearest.set(found.field, { column, rank: found.rank });
  });
  for (const [field, { column }] of clearest) mapping[column] = field;

  if (!clearest.has('email')) {
    const column = fullest(width, rows, (cell, at) => mapping[at] === null && holdsAddress(cell));
    if (column !== null) mapping[column] = 'email';
  }
  if (header.length === 0) {
    const column = fullest(width, rows, (cell, at) => mapping[at] === null && looksLikeName(cell));
    if (column !== null) mapping[column] = 'displayName';
  }
  return mapping;
}

/** The column in which most of the rows are so, the first of equals; null when it is not so in half of them. */
function fullest(
  width: number,
  rows: readonly (readonly string[])[],
  is: (cell: string, column: number) => boolean,
): number | null {
  let best: { column: number; count: number } | null = null;
  for (let column = 0; column < width; column += 1) {
    const count = rows.filter((row) => is(row[column] ?? '', column)).length;
    if (count > 0 && count * 2 >= rows.length && (best === null || count > best.count)) best = { column, count };
  }
  return best?.column ?? null;
}

/** Two to five words of letters: "Ada Lovelace", "O’Neil, Mary-Jane". */
const looksLikeName = (cell: string): boolean =>
  /^\p{L}[\p{L}\p{M}.'’-]*,?(?:\s+\p{L}[\p{L}\p{M}.'’-]*){1,4}$/u.test(cell.trim());
