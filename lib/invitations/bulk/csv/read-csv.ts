import { plainText } from '../../csv';
import { MAX_BATCH_ROWS, MAX_FILE_BYTES } from '../batch';
import { findDelimiter } from './delimiter';
import { decoded } from './encoding';
import { isHeader } from './headings';
import { MAX_BLANK, MAX_COLUMNS } from './limits';
import { type CsvRecord, type Delimiter, records } from './records';
import { type FileRefusal, Refused } from './refusal';

export type CsvRow = {
  /** As a spreadsheet counts: from 1, the header and blank rows included. */
  number: number;
  /** Every cell as text, untouched but for the mark that keeps a formula from running. */
  cells: string[];
  /** What is odd about how it stands in the file, in words; null when nothing is. */
  problem: string | null;
};

/** What was read: rows, blank rows and the header make up all records of the file. */
export type CsvFile = {
  /** [] where the first row is a person already. */
  header: string[];
  columns: number;
  delimiter: Delimiter;
  rows: number;
  blank: number;
  bytes: number;
};

export type CsvReading = { ok: true; file: CsvFile } | { ok: false; refusal: FileRefusal };

/** What becomes of what is read; each is waited for before more is read. */
export type CsvSink = {
  /** Every piece of the file as it comes: to be counted or hashed. */
  bytes?(part: Uint8Array): void;
  /** Rows, in the order of the file, and its header. What was given when the file is refused later must not stay. */
  rows(rows: CsvRow[], header: readonly string[]): Promise<void>;
};

/** Rows that are handed on at once. */
const CHUNK = 500;

/**
 * Reads a CSV file as a stream, in constant memory: whatever it was saved in, whatever separates its cells. Every row comes
 * out, the broken ones with their problem; or the file is refused, and nothing of it counts.
 */
export async function readCsv(bytes: AsyncIterable<Uint8Array>, sink: CsvSink): Promise<CsvReading> {
  try {
    return { ok: true, file: await read(bytes, sink) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

async function read(source: AsyncIterable<Uint8Array>, sink: CsvSink): Promise<CsvFile> {
  const file: CsvFile = { header: [], columns: 0, delimiter: ',', rows: 0, blank: 0, bytes: 0 };
  const text = decoded(measured(source, file, sink));
  try {
    const start = await text.next();
    if (start.done) throw new Refused({ kind: 'empty' });
    const found = findDelimiter(start.value);
    file.delimiter = found.delimiter;
    const tellBlank = () => {
      file.blank += 1;
      if (file.blank > MAX_BLANK) throw new Refused({ kind: 'too-many-rows' });
    };
    await takeRows(records(before(found.text, text), found.delimiter, tellBlank), file, sink);
    return file;
  } finally {
    // Whoever sends the file is told when no more of it is wanted.
    await text.return();
  }
}

async function takeRows(found: AsyncIterable<CsvRecord>, file: CsvFile, sink: CsvSink): Promise<void> {
  let begun = false;
  let chunk: CsvRow[] = [];
  for await (const record of found) {
    const cells = record.cells.map(plainText);
    if (cells.length > MAX_COLUMNS) throw new Refused({ kind: 'too-many-columns', row: record.number });
    if (!begun) {
      begun = true;
      file.columns = cells.length;
      if (isHeader(cells)) {
        file.header = cells;
        continue;
      }
    }
    file.rows += 1;
    if (file.rows > MAX_BATCH_ROWS) throw new Refused({ kind: 'too-many-rows' });
    chunk.push(rowOf(cells, record, file.columns));
    if (chunk.length < CHUNK) continue;
    await sink.rows(chunk, file.header);
    chunk = [];
  }
  if (!begun) throw new Refused({ kind: 'empty' });
  if (file.rows === 0) throw new Refused({ kind: 'no-rows' });
  if (chunk.length > 0) await sink.rows(chunk, file.header);
}

/** The same bytes, counted; a file that is too large is given up as soon as it is known to be. */
async function* measured(
  source: AsyncIterable<Uint8Array>,
  file: CsvFile,
  sink: CsvSink,
): AsyncGenerator<Uint8Array, void> {
  for await (const part of source) {
    file.bytes += part.length;
    if (file.bytes > MAX_FILE_BYTES) throw new Refused({ kind: 'too-large' });
    sink.bytes?.(part);
    yield part;
  }
}

async function* before(start: string, more: AsyncIterable<string>): AsyncGenerator<string, void> {
  yield start;
  yield* more;
}

function rowOf(cells: string[], { number, misquoted }: CsvRecord, columns: number): CsvRow {
  // Blank cells at the end are what spreadsheets add; more than that has slipped.
  while (cells.length > columns && cells.at(-1)?.trim() === '') cells.pop();
  const problem = misquoted ? MISQUOTED : cells.length === columns ? null : ragged(cells.length, columns);
  return { number, cells, problem };
}

const MISQUOTED =
  'A quotation mark in this row is out of place, so that one cell may hold what belongs into other cells or rows. Correct it in the file.';

const count = (cells: number): string => (cells === 1 ? '1 cell' : `${cells} cells`);

const ragged = (cells: number, columns: number): string =>
  `This row has ${count(cells)} and the first row ${columns}: something may be missing, or stand in the wrong column.`;
