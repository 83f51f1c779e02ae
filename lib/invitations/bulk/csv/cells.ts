import { fieldProblems, inviteSchema } from '../../fields';
import { guessDisplayName, parseMailbox } from '../../mailbox';
import { type ColumnField, ROW_FIELDS, type RowContent, type RowField } from '../batch';
import type { NewRow } from '../batches';
import type { ReadCell } from '../mending';
import { UNREADABLE } from './encoding';
import { MAX_CELL } from './limits';
import type { Index } from './named';

/** What cells may name: each by id or name, a sponsor by address, too. */
export type Lists = { directories: Index; roles: Index; sponsors: Index };

const NOTHING: ReadCell = { value: null, given: null, problem: null };
const wrong = (written: string, problem: string, value: ReadCell['value'] = null): ReadCell => ({
  value,
  given: written,
  problem,
});

/** Reads one cell as it stands in a file: names, ids and addresses for what Usher knows by id. */
export function readCell(field: RowField, text: string, lists: Lists): ReadCell {
  const written = text.trim();
  const kept = PLAIN.has(field) ? written : null;
  if (written.length > MAX_CELL) {
    return wrong(written, `This cell is too long: at most ${MAX_CELL.toLocaleString('en')} characters.`, kept);
  }
  if (written.includes(UNREADABLE)) {
    return wrong(written, `A character could not be read, and stands as “${UNREADABLE}”. Type it again.`, kept);
  }
  switch (field) {
    case 'email':
      return plain(field, written, parseMailbox(written).email);
    case 'displayName':
      return plain(field, written);
    case 'purpose':
    case 'ticket':
      return written === '' ? NOTHING : plain(field, written);
    case 'directoryId':
      return written === '' ? NOTHING : one(written, lists.directories, DIRECTORY);
    case 'sponsorUserId':
      return written === '' ? NOTHING : one(written, lists.sponsors, SPONSOR);
    case 'roleIds':
      return written === '' ? NOTHING : several(written, lists.roles);
  }
}

type PlainField = 'email' | 'displayName' | 'purpose' | 'ticket';
const PLAIN: ReadonlySet<RowField> = new Set<PlainField>(['email', 'displayName', 'purpose', 'ticket']);

function plain(field: PlainField, written: string, meant = written): ReadCell {
  const parsed = inviteSchema.shape[field].safeParse(meant);
  if (parsed.success) return { value: parsed.data, given: null, problem: null };
  return wrong(written, fieldProblems(parsed.error).form ?? 'This cannot be used.', written);
}

/** What is said of a name that is nobody's, or of several. */
type Called = { none: (text: string) => string; many: (text: string, count: number) => string; next: string };

const DIRECTORY: Called = {
  none: (text) => `There is no directory “${text}”.`,
  many: (text, count) => `${count} directories are called “${text}”: write the id of the one that is meant.`,
  next: 'Choose one.',
};
const SPONSOR: Called = {
  none: (text) => `Nobody who can be a sponsor is called “${text}”.`,
  many: (text, count) => `${count} people are called “${text}”: write the address of the one who is meant.`,
  next: 'Choose somebody.',
};
const ROLE: Called = {
  none: (text) => `There is no role “${text}” that you may grant.`,
  many: (text, count) => `${count} roles are called “${text}”: write the id of the one that is meant.`,
  next: 'Choose another.',
};

function one(written: string, index: Index, called: Called): ReadCell {
  const ids = index.find(written);
  const [id] = ids;
  if (id !== undefined && ids.length === 1) return { value: id, given: null, problem: null };
  return wrong(written, unclear(written, ids.length, index, called));
}

/** A cell that is one role's name as a whole is that role; else its parts, by semicolons, bars and lines, or by commas. */
function several(written: string, index: Index): ReadCell {
  const ids: string[] = [];
  const problems: string[] = [];
  for (const name of partsOf(written, index)) {
    const found = index.find(name);
    if (found.length === 1) ids.push(...found);
    else problems.push(unclear(name, found.length, index, ROLE));
  }
  if (problems.length > 0) return wrong(written, [...new Set(problems)].join(' '));
  const parsed = inviteSchema.shape.roleIds.safeParse(ids);
  if (!parsed.success) return wrong(written, fieldProblems(parsed.error).form ?? 'These roles cannot be used.');
  return parsed.data.length === 0 ? NOTHING : { value: parsed.data, given: null, problem: null };
}

function partsOf(written: string, index: Index): string[] {
  if (index.find(written).length > 0) return [written];
  return written
    .split(/[;|\n\r]/u)
    .flatMap((part) => (index.find(part).length > 0 ? [part] : part.split(',')))
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function unclear(text: string, count: number, index: Index, { none, many, next }: Called): string {
  if (count > 1) return many(text, count);
  const near = index.near(text).map((name) => `“${name}”`);
  return `${none(text)} ${near.length === 0 ? next : `Did you mean ${near.join(' or ')}?`}`;
}

/** The columns that a field is read from: its own; for a name its two parts, and where there are none, the address. */
export function columnsFor(field: RowField, mapping: readonly (ColumnField | null)[]): number[] {
  const columns = (...sources: ColumnField[]) =>
    sources.map((source) => mapping.indexOf(source)).filter((at) => at >= 0);
  if (field !== 'displayName') return columns(field);
  const named = columns('displayName', 'firstName', 'lastName');
  return named.length > 0 ? named : columns('email');
}

/** What the cells of a row say of a field: of a name that is not there whole, its parts as one says them. */
export function textFor(field: RowField, mapping: readonly (ColumnField | null)[], cells: readonly string[]): string {
  const at = (column: ColumnField): string => cells[mapping.indexOf(column)]?.trim() ?? '';
  if (field !== 'displayName') return at(field);
  const whole = at('displayName') || `${at('firstName')} ${at('lastName')}`.trim();
  if (whole !== '') return whole;
  // As on the form: the name that stands with an address, or the one that the address suggests.
  const { email, displayName } = parseMailbox(at('email'));
  return displayName || guessDisplayName(email);
}

type ReadRow = Pick<NewRow, 'content' | 'given' | 'problems'>;

/** A row's content, by the meaning of its columns; `problem` is what is wrong with how it stands in the file. */
export function readRow(
  { cells, problem }: { cells: readonly string[]; problem: string | null },
  mapping: readonly (ColumnField | null)[],
  read: (field: RowField, text: string) => ReadCell,
): ReadRow {
  const given: ReadRow['given'] = {};
  const problems: ReadRow['problems'] = problem === null ? {} : { row: problem };
  const values = ROW_FIELDS.map((field) => {
    const cell = read(field, textFor(field, mapping, cells));
    if (cell.given !== null) given[field] = cell.given;
    if (cell.problem !== null) problems[field] = cell.problem;
    return [field, cell.value];
  });
  return { content: Object.fromEntries(values) as RowContent, given, problems };
}
