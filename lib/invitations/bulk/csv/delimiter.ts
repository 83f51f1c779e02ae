import { holdsAddress, knownHeadings } from './headings';
import { DELIMITERS, type Delimiter, firstRecords } from './records';

/** So many records are looked at. */
const SAMPLE = 25;

/** The line by which spreadsheet programs tell each other the delimiter. */
const HINT = /^sep=([,;\t])(?:\r\n|\n|\r)/i;

/** What separates the cells, from the beginning of a text; and that text without a line that only says so. */
export function findDelimiter(start: string): { delimiter: Delimiter; text: string } {
  const hint = HINT.exec(start);
  const said = DELIMITERS.find((each) => each === hint?.[1]);
  if (hint !== null && said !== undefined) return { delimiter: said, text: start.slice(hint[0].length) };
  const [best = ','] = DELIMITERS.map((delimiter) => ({ delimiter, signs: signsOf(start, delimiter) }))
    // The first of equals stays first: a single column has no delimiter, and counts as separated by commas.
    .sort((a, b) => compare(b.signs, a.signs))
    .map(({ delimiter }) => delimiter);
  return { delimiter: best, text: start };
}

/** How well a delimiter fits, the weightiest sign first: headings that are known, addresses of their own, one width. */
function signsOf(start: string, delimiter: Delimiter): number[] {
  const sample = firstRecords(start, delimiter, SAMPLE).filter((cells) => cells.some((cell) => cell.trim() !== ''));
  const [first = []] = sample;
  const alone = sample.filter((cells) => cells.some((cell) => holdsAddress(cell) && !/[,;\t]/.test(cell))).length;
  const widths = new Map<number, number>();
  for (const { length } of sample) widths.set(length, (widths.get(length) ?? 0) + 1);
  const [width = 1, alike = 0] = [...widths].sort(([, a], [, b]) => b - a)[0] ?? [];
  return [knownHeadings(first), alone, width === 1 ? 0 : alike, width];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
