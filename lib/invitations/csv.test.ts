import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, plainText } from './csv';

/** RFC 4180, read back by the book. */
function read(line: string): string[] {
  expect(line.endsWith('\r\n')).toBe(true);
  const cells: string[] = [];
  let rest = line.slice(0, -2);
  for (;;) {
    const match = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|$)/.exec(rest);
    if (match === null) throw new Error(`no cell at ${JSON.stringify(rest)}`);
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    rest = rest.slice(match[0].length);
    if (match[3] === '') return cells;
  }
}

describe('csvLine', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\u00a0=1', '＝1', '＋1', '－1', '＠x', '\n=cmd|x'])(
    'a spreadsheet runs nothing of %j',
    (text) => expect(read(csvLine([text]))).toEqual([`'${text}`]),
  );

  it.each(["'=1+1", "''=1", "'-"])('%j, which has such a mark already, has one more', (text) => {
    expect(read(csvLine([text]))).toEqual([`'${text}`]);
    expect(plainText(`'${text}`)).toBe(text);
  });

  it('any text comes back as it was, or with the one mark before it that keeps it text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (cells) => {
        const back = read(csvLine(cells));
        expect(back.length).toBe(cells.length);
        back.forEach((text, at) => {
          expect([cells[at], `'${cells[at]}`]).toContain(text);
          expect(plainText(text)).toBe(cells[at]);
          expect(text).not.toMatch(/^\s*[=+\-@\t\r＝＋－＠]/u);
        });
      }),
      { numRuns: 1_000 },
    );
  });
});
