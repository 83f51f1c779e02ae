import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CSV_START, csvLine, plainText } from '../../csv';
import { type CsvFile, type CsvRow, readCsv } from './read-csv';
import { DELIMITERS } from './records';
import type { FileRefusal } from './refusal';

type Read = { ok: true; file: CsvFile; rows: CsvRow[] } | { ok: false; refusal: FileRefusal };

/** Reads bytes that come in pieces of these sizes, over and over. */
async function read(bytes: Uint8Array, sizes: readonly number[]): Promise<Read> {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    let at = 0;
    for (let turn = 0; at < bytes.length; turn += 1) {
      const size = sizes[turn % sizes.length] ?? 1;
      yield bytes.subarray(at, at + size);
      at += size;
    }
  }
  const rows: CsvRow[] = [];
  const reading = await readCsv(pieces(), {
    async rows(some) {
      rows.push(...some);
    },
  });
  return reading.ok ? { ok: true, file: reading.file, rows } : reading;
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Everything that was read stands somewhere: as a row, as the header, or as a blank one. */
function expectAllAccounted(found: Read): void {
  if (!found.ok) return;
  const { file, rows } = found;
  expect(rows.length).toBe(file.rows);
  const numbers = rows.map(({ number }) => number);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  expect(numbers.at(-1)).toBeLessThanOrEqual(total(file));
}

const total = ({ header, rows, blank }: CsvFile): number => rows + blank + (header.length === 0 ? 0 : 1);

describe('whatever a file is', () => {
  it('random bytes are refused or accounted for, and nothing breaks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), sizes, async (bytes, cut) =>
        expectAllAccounted(await read(bytes, cut)),
      ),
      { numRuns: 500 },
    );
  });

  it('so is text in which quotes, delimiters and line ends stand anywhere', async () => {
    const unit = fc.constantFrom('"', '"', ',', ';', '\t', '\n', '\r', '\r\n', ' ', 'a', 'a@b.example', 'é', '=', "'");
    await fc.assert(
      fc.asyncProperty(fc.string({ unit, maxLength: 120 }), sizes, async (text, cut) =>
        expectAllAccounted(await read(utf8(text), cut)),
      ),
      { numRuns: 1_000 },
    );
  });

  it('without quotes, there are as many records as lines', async () => {
    const unit = fc.constantFrom(',', ';', '\t', '\n', '\r', '\r\n', ' ', 'a', 'b', 'a@b.example', 'é');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit, maxLength: 200 }), sizes, async (text, cut) => {
        const found = await read(utf8(text), cut);
        const lines = text.split(/\r\n|\n|\r/);
        // What ends with a line end has no line after it.
        if (lines.at(-1) === '') lines.pop();
        if (found.ok) expect(total(found.file)).toBe(lines.length);
        else expect(['empty', 'no-rows']).toContain(found.refusal.kind);
      }),
      { numRuns: 500 },
    );
  });
});

const PLAIN = ['a', 'B', '7', ' ', '"', '""', ',', ';', '\t', '\n', '\r', '\r\n', '=', '-', '@', "'", '.'];
/** Letters that no order of bytes makes UTF-8 of. */
const WESTERN = [...PLAIN, 'é', 'ü', 'ñ', 'ø', 'þ'];
const ALL = [...WESTERN, '漢', 'Ж', 'א', '😀', '\u00a0', '\ufeff', '\u2028', 'İ'];

const inUtf16 = (text: string, order: 'le' | 'be'): Uint8Array => {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), order === 'le');
  return bytes;
};

const ENCODINGS: readonly { name: string; letters: string[]; encode: (text: string) => Uint8Array }[] = [
  { name: 'UTF-8', letters: ALL, encode: utf8 },
  { name: 'UTF-8 with its mark', letters: ALL, encode: (text) => utf8(CSV_START + text) },
  { name: 'UTF-16 LE with its mark', letters: ALL, encode: (text) => inUtf16(CSV_START + text, 'le') },
  { name: 'UTF-16 BE with its mark', letters: ALL, encode: (text) => inUtf16(CSV_START + text, 'be') },
  { name: 'UTF-16 LE', letters: WESTERN, encode: (text) => inUtf16(text, 'le') },
  { name: 'UTF-16 BE', letters: WESTERN, encode: (text) => inUtf16(text, 'be') },
  {
    name: 'Windows-1252',
    letters: WESTERN,
    encode: (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
  },
];

const HEADER = ['Email', 'Full name', 'Purpose'];

const table = (letters: readonly string[]) => {
  const cell = fc.string({ unit: fc.constantFrom(...letters), maxLength: 12 });
  const row = fc.tuple(fc.constantFrom('a@b.example', 'ada.lovelace@acme.example'), cell, cell);
  return fc.array(row, { minLength: 1, maxLength: 12 });
};

const style = fc.record({
  delimiter: fc.constantFrom(...DELIMITERS),
  end: fc.constantFrom('\n', '\r\n', '\r'),
  quoteAll: fc.boolean(),
  ended: fc.boolean(),
});
type Style = typeof style extends fc.Arbitrary<infer T> ? T : never;

function written(rows: readonly (readonly string[])[], { delimiter, end, quoteAll, ended }: Style): string {
  const cellOf = (cell: string): string =>
    quoteAll || /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  const lines = [HEADER, ...rows].map((cells) => cells.map(cellOf).join(delimiter));
  return lines.join(end) + (ended ? end : '');
}

function expectTable(found: Read, rows: readonly (readonly string[])[], delimiter: string): void {
  expect(found).toMatchObject({ ok: true, file: { delimiter, header: HEADER, rows: rows.length, blank: 0 } });
  expect(found.ok && found.rows).toEqual(
    rows.map((cells, at) => ({ number: at + 2, cells: cells.map(plainText), problem: null })),
  );
}

describe.each(ENCODINGS)('a table in $name', ({ letters, encode }) => {
  it('comes out as it went in, however it is written and cut', async () => {
    await fc.assert(
      fc.asyncProperty(table(letters), style, sizes, async (rows, how, cut) =>
        expectTable(await read(encode(written(rows, how)), cut), rows, how.delimiter),
      ),
      { numRuns: 150 },
    );
  });

  it('so does one that is looked at in several parts, wherever they end', async () => {
    const borders = fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(table(letters), style, borders, async (rows, how, cut) => {
        const once = written(rows, how).length;
        const many = Array.from({ length: Math.ceil(150_000 / once) }, () => rows).flat();
        expectTable(await read(encode(written(many, how)), cut), many, how.delimiter);
      }),
      { numRuns: 8 },
    );
  });
});

it('what we write, we read: every cell as it was, formulas and marks included', async () => {
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom(...ALL), maxLength: 12 }),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  );
  const rows = fc.array(fc.tuple(fc.constant('a@b.example'), cell, cell), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(rows, sizes, async (people, cut) => {
      const found = await read(utf8(CSV_START + [HEADER, ...people].map(csvLine).join('')), cut);
      expect(found.ok && found.rows.map(({ cells }) => cells)).toEqual(people);
    }),
    { numRuns: 500 },
  );
});
