import { describe, expect, it } from 'vitest';
import { MAX_BATCH_ROWS, MAX_FILE_BYTES } from '../batch';
import { MAX_BLANK, MAX_COLUMNS } from './limits';
import { type CsvFile, type CsvRow, readCsv } from './read-csv';
import type { FileRefusal } from './refusal';
import { fileRefusalWords } from './refusal-words';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const utf16 = (text: string, order: 'le' | 'be'): Uint8Array =>
  Uint8Array.from(
    Array.from({ length: text.length }, (_, at) => text.charCodeAt(at)).flatMap((unit) =>
      order === 'le' ? [unit & 0xff, unit >> 8] : [unit >> 8, unit & 0xff],
    ),
  );

async function* parts(...all: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* all;
}

type Read = { file: CsvFile; rows: CsvRow[] };

async function read(...all: Uint8Array[]): Promise<Read | FileRefusal> {
  const rows: CsvRow[] = [];
  const reading = await readCsv(parts(...all), {
    async rows(some) {
      rows.push(...some);
    },
  });
  return reading.ok ? { file: reading.file, rows } : reading.refusal;
}

async function cellsOf(...all: Uint8Array[]): Promise<string[][]> {
  const found = await read(...all);
  if (!('rows' in found)) throw new Error(`refused: ${found.kind}`);
  return [...(found.file.header.length === 0 ? [] : [found.file.header]), ...found.rows.map(({ cells }) => cells)];
}

const TABLE = 'Email,Name\r\nada@acme.example,Zoë Ångström\r\n';
const CELLS = [
  ['Email', 'Name'],
  ['ada@acme.example', 'Zoë Ångström'],
];

describe('what a file was saved in', () => {
  it.each([
    ['UTF-8', utf8(TABLE)],
    ['UTF-8 with its mark', utf8(`\ufeff${TABLE}`)],
    ['UTF-16, little end first, with its mark', utf16(`\ufeff${TABLE}`, 'le')],
    ['UTF-16, big end first, with its mark', utf16(`\ufeff${TABLE}`, 'be')],
    ['UTF-16, little end first, without', utf16(TABLE, 'le')],
    ['UTF-16, big end first, without', utf16(TABLE, 'be')],
    ['Windows-1252', Uint8Array.from(TABLE, (letter) => letter.charCodeAt(0))],
  ])('%s is read', async (_, file) => expect(await cellsOf(file)).toEqual(CELLS));

  it('a character that is cut by the border of two pieces stays one', async () => {
    const file = utf8(TABLE);
    for (let at = 0; at <= file.length; at += 1) {
      expect(await cellsOf(file.slice(0, at), file.slice(at))).toEqual(CELLS);
    }
  });

  it('what Windows-1252 has and Latin-1 has not', async () => {
    const file = [...utf8('Email,Name\na@b.example,'), 0x93, 0x4f, 0x92, 0x4e, 0x65, 0x69, 0x6c, 0x94, 0x80, 0x0a];
    expect((await cellsOf(bytes(...file)))[1]).toEqual(['a@b.example', '“O’Neil”€']);
  });

  it('is decided where something else than ASCII comes, however late', async () => {
    const many = 'ada@acme.example,Ada\n'.repeat(10_000);
    const late = [...utf8('bob@acme.example,Jos'), 0xe9, 0x0a];
    expect((await cellsOf(utf8(`Email,Name\n${many}`), bytes(...late))).at(-1)).toEqual(['bob@acme.example', 'José']);
    expect((await cellsOf(utf8(`Email,Name\n${many}`), utf8('bob@acme.example,José'))).at(-1)).toEqual([
      'bob@acme.example',
      'José',
    ]);
  });

  it('one broken character among many does not change how the others are read', async () => {
    const file = [...utf8('Email,Name\na@b.example,Zoë Ångström\nc@d.example,Jos'), 0xe9, 0x0a];
    expect(await cellsOf(bytes(...file))).toEqual([
      ['Email', 'Name'],
      ['a@b.example', 'Zoë Ångström'],
      ['c@d.example', 'Jos\ufffd'],
    ]);
  });
});

describe('what separates cells and rows', () => {
  it.each([
    ['a comma', 'Email,Name,Roles\na@b.example,Ada,x;y\n'],
    ['a semicolon', 'Email;Name;Roles\na@b.example;Ada;"x;y"\n'],
    ['a tab', 'Email\tName\tRoles\na@b.example\tAda\tx;y\n'],
    ['a semicolon that is said', 'sep=;\r\nEmail;Name;Roles\r\na@b.example;Ada;"x;y"\r\n'],
  ])('%s', async (_, text) =>
    expect(await cellsOf(utf8(text))).toEqual([
      ['Email', 'Name', 'Roles'],
      ['a@b.example', 'Ada', 'x;y'],
    ]),
  );

  it('without a header, too, and with addresses alone', async () => {
    expect(await cellsOf(utf8('Ada, the first;a@b.example\nBob, the second;b@b.example'))).toEqual([
      ['Ada, the first', 'a@b.example'],
      ['Bob, the second', 'b@b.example'],
    ]);
    expect(await cellsOf(utf8('a@b.example\nb@b.example'))).toEqual([['a@b.example'], ['b@b.example']]);
  });

  it.each(['\n', '\r\n', '\r'])('lines that end with %j', async (end) =>
    expect(await cellsOf(utf8(['Email,Name', 'a@b.example,Ada', 'b@b.example,"Bob\nB"'].join(end)))).toEqual([
      ['Email', 'Name'],
      ['a@b.example', 'Ada'],
      ['b@b.example', 'Bob\nB'],
    ]),
  );

  it('delimiters, line breaks and quotes in quotes are text', async () =>
    expect(await cellsOf(utf8('Email,Purpose\na@b.example,"one, ""two""\r\nthree"\n'))).toEqual([
      ['Email', 'Purpose'],
      ['a@b.example', 'one, "two"\r\nthree'],
    ]));

  it('the mark that keeps a formula from running is taken off, and nothing else', async () =>
    expect((await cellsOf(utf8("Email,Name,Purpose\na@b.example,'=1+1,'twas\n")))[1]).toEqual([
      'a@b.example',
      '=1+1',
      "'twas",
    ]));
});

describe('rows', () => {
  it('are counted as in a spreadsheet, blank ones and the header included', async () => {
    const found = await read(utf8('\nEmail,Name\n\na@b.example,Ada\n,\nb@b.example,Bob\n'));
    expect(found).toMatchObject({
      file: { header: ['Email', 'Name'], rows: 2, blank: 3 },
      rows: [{ number: 4 }, { number: 6 }],
    });
  });

  it('may have many blank ones between and after them, but not without end', async () => {
    const found = await read(utf8(`Email,Name\na@b.example,Ada\n${',\n'.repeat(50_000)}b@b.example,Bob`));
    expect(found).toMatchObject({ file: { rows: 2, blank: 50_000 }, rows: [{ number: 2 }, { number: 50_003 }] });
    expect(await read(utf8(`Email\na@b.example\n${'\n'.repeat(MAX_BLANK + 1)}`))).toEqual({ kind: 'too-many-rows' });
  }, 60_000);

  it('that are too short or too long are kept, and say so; blank cells at the end are no cells', async () => {
    const found = await read(utf8('Email,Name\na@b.example\nb@b.example,Bob,more\nc@b.example,Cy,,\n'));
    expect(found).toMatchObject({
      rows: [
        { cells: ['a@b.example'], problem: expect.stringContaining('1 cell ') },
        { cells: ['b@b.example', 'Bob', 'more'], problem: expect.stringContaining('3 cells') },
        { cells: ['c@b.example', 'Cy'], problem: null },
      ],
    });
  });

  it('with a quote out of place that swallowed something say so; a quote that is only a character is one', async () => {
    const found = await read(
      utf8('Email,Name\na@b.example,"Ada\nb@b.example,"Bob"\nc@b.example,19" rack\nd@b.example,"""Dee"" D"\n'),
    );
    expect(found).toMatchObject({
      rows: [
        { number: 2, problem: expect.stringContaining('quotation mark') },
        { cells: ['c@b.example', '19" rack'], problem: null },
        { cells: ['d@b.example', '"Dee" D'], problem: null },
      ],
    });
  });
});

describe('a file that is refused', () => {
  it.each<[string, Uint8Array, FileRefusal]>([
    ['an Excel workbook', utf8(`PK\x03\x04${'.'.repeat(26)}[Content_Types].xml`), { kind: 'foreign', is: 'excel' }],
    [
      'an OpenDocument spreadsheet',
      utf8(`PK\x03\x04${'.'.repeat(26)}mimetypeapplication/vnd.oasis.opendocument.spreadsheet`),
      { kind: 'foreign', is: 'open-document' },
    ],
    ['an archive', utf8(`PK\x03\x04${'.'.repeat(26)}list.csv`), { kind: 'foreign', is: 'archive' }],
    [
      'an old Excel file',
      bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0),
      { kind: 'foreign', is: 'old-office' },
    ],
    ['a gzip', bytes(0x1f, 0x8b, 8, 0), { kind: 'foreign', is: 'compressed' }],
    ['a PDF', utf8('%PDF-1.7\n'), { kind: 'foreign', is: 'pdf' }],
    ['a picture', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), { kind: 'foreign', is: 'image' }],
    ['a web page', utf8('\n<html><table>'), { kind: 'foreign', is: 'web-page' }],
    ['a rich text', utf8('{\\rtf1'), { kind: 'foreign', is: 'rich-text' }],
    ['a binary', bytes(1, 2, 0, 3, 200, 0, 0, 7, 9), { kind: 'foreign', is: 'binary' }],
    [
      'one with a zero late in it',
      utf8(`Email\n${'a@b.example\n'.repeat(9_000)}\0`),
      { kind: 'foreign', is: 'binary' },
    ],
    ['an empty one', bytes(), { kind: 'empty' }],
    ['one of a mark alone', bytes(0xef, 0xbb, 0xbf), { kind: 'empty' }],
    ['one of blanks', utf8(' \n\n , \n'), { kind: 'empty' }],
    ['a header alone', utf8('Email,Name\n'), { kind: 'no-rows' }],
    [
      'a quote that is never closed',
      utf8('Email\na@b.example\n"b@b.example\nc@b.example'),
      { kind: 'quote-not-closed', row: 3 },
    ],
    [
      'one that swallows a megabyte',
      utf8(`Email\n"${'a@b.example\n'.repeat(100_000)}`),
      { kind: 'row-too-long', row: 2 },
    ],
    ['too many columns', utf8(`Email\n${','.repeat(MAX_COLUMNS)}x`), { kind: 'too-many-columns', row: 2 }],
    ['too many rows', utf8(`Email\n${'a@b.example\n'.repeat(MAX_BATCH_ROWS + 1)}`), { kind: 'too-many-rows' }],
  ])('%s', async (_, file, refusal) => {
    expect(await read(file)).toEqual(refusal);
    const { what, why, next } = fileRefusalWords(refusal);
    for (const sentence of [what, why, next]) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });

  it('is not read on when it is too large', async () => {
    const row = utf8(`a@b.example,${'x'.repeat(100_000)}\n`);
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        given += row.length;
        yield row;
      }
    }
    const reading = await readCsv(endless(), { async rows() {} });
    expect(reading).toEqual({ ok: false, refusal: { kind: 'too-large' } });
    expect(given).toBeLessThanOrEqual(MAX_FILE_BYTES + row.length);
  }, 60_000);

  it('is read no faster than its rows are taken', async () => {
    const some = utf8(`a@b.example,${'x'.repeat(1_000)}\n`.repeat(100));
    let given = 0;
    async function* long(): AsyncGenerator<Uint8Array> {
      for (let part = 0; part < 100; part += 1) {
        given += 100;
        yield some;
      }
    }
    const ahead: number[] = [];
    let taken = 0;
    const reading = await readCsv(long(), {
      async rows(rows) {
        taken += rows.length;
        ahead.push(given - taken);
      },
    });
    expect(reading).toMatchObject({ ok: true, file: { rows: 10_000 } });
    expect(Math.max(...ahead)).toBeLessThan(300);
  });

  it('at the limit is taken, every row of it', async () => {
    const found = await read(utf8(`Email\n${'a@b.example\n'.repeat(MAX_BATCH_ROWS)}`));
    expect('rows' in found && found.rows.length).toBe(MAX_BATCH_ROWS);
  });

  it('a fault of the disk below is a fault, and no refusal', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield utf8(TABLE);
      throw new Error('the connection broke');
    }
    await expect(readCsv(broken(), { async rows() {} })).rejects.toThrow('the connection broke');
  });

  it('so is one of who takes the rows, and reading ends', async () => {
    let ended = false;
    async function* watched(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield utf8('a@b.example\n'.repeat(10_000));
      } finally {
        ended = true;
      }
    }
    const full = { rows: () => Promise.reject(new Error('the disk is full')) };
    await expect(readCsv(watched(), full)).rejects.toThrow('the disk is full');
    expect(ended).toBe(true);
  });
});
