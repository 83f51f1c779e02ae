import { CsvError, type Options, parse } from 'csv-parse/stream';
import { parse as parseAtOnce } from 'csv-parse/sync';
import { MAX_ROW } from './limits';
import { Refused } from './refusal';

export const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** One record as it stands in the file, and whether one of its cells has a quotation mark out of place. */
export type CsvRecord = {
  /** As a spreadsheet counts: from 1, blank ones included. */
  number: number;
  cells: string[];
  misquoted: boolean;
};

/** What the library makes of a record when it is asked for the text, too. */
type Parsed = { record: string[]; raw: string };

const options = (delimiter: Delimiter) =>
  ({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    // A quote within a cell (19" rack) is a character; those that swallow something are found below.
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: MAX_ROW,
    raw: true,
  }) satisfies Options;

/**
 * Every record of a text in the order of the file: no more is read than what has been taken. Blank ones are only told, for a
 * sheet that was saved to its last line has a million of them.
 */
export async function* records(
  text: AsyncIterable<string>,
  delimiter: Delimiter,
  tellBlank: () => void,
): AsyncGenerator<CsvRecord, void> {
  let found: CsvRecord[] = [];
  let number = 0;
  const taken = (): CsvRecord[] => {
    const some = found;
    found = [];
    return some;
  };
  // Its records are taken here and not from its other end, for that would let it read megabytes ahead.
  const writer = (
    parse({ ...options(delimiter), on_record: keep }) as TransformStream<Uint8Array>
  ).writable.getWriter();
  function keep(parsed: unknown): null {
    const { record, raw } = parsed as Parsed;
    number += 1;
    if (record.every((cell) => cell.trim() === '')) tellBlank();
    else found.push({ number, cells: record, misquoted: record.some((cell) => isMisquoted(cell, raw)) });
    return null;
  }
  const ending: Promise<unknown> = writer.closed.catch((error: unknown) => error);
  /** What a call answers when it fails is not why; that is said at the end. */
  const done = async (call: Promise<void>): Promise<void> => {
    await call.catch(async () => {
      throw refusalOf(await ending);
    });
  };
  const encoder = new TextEncoder();
  for await (const part of text) {
    await done(writer.write(encoder.encode(part)));
    yield* taken();
  }
  await done(writer.close());
  yield* taken();
}

/**
 * A cell that begins with a quotation mark although it was not written as RFC 4180 says: its own quotes ended somewhere in
 * it, and what it swallowed on the way may have been cells and rows of their own.
 */
const isMisquoted = (cell: string, raw: string): boolean =>
  cell.startsWith('"') && !raw.includes(`"${cell.replaceAll('"', '""')}"`);

/** The library's own errors as refusals; everything else as it came. */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  const row = Number(error.records ?? 0) + 1;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return new Refused({ kind: 'quote-not-closed', row });
  if (error.code === 'CSV_MAX_RECORD_SIZE') return new Refused({ kind: 'row-too-long', row });
  return error;
}

/** The first records of a text that may be cut off, read with this delimiter: to look at, not to keep. */
export function firstRecords(text: string, delimiter: Delimiter, most: number): string[][] {
  const found: string[][] = [];
  try {
    parseAtOnce(text, {
      ...options(delimiter),
      raw: false,
      to: most,
      on_record: (record: string[]) => {
        found.push(record);
        return record;
      },
    });
  } catch {
    // It ends within a quote, with this delimiter at least: what came before that counts.
  }
  return found;
}
