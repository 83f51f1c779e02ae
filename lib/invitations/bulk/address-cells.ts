import { type Line, readLine } from './address-line';
import { hasContent, isNameLike, type Listed, listed, noAddress } from './address-words';

/**
 * Cells as a spreadsheet puts them on the clipboard: tabs between cells, lines between rows, and quotes only around a cell
 * that has a tab, a line break or a quote in it. Any other quote is text.
 */
export function rowsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  let at = 0;
  while (at < text.length) {
    const quoted = quotedCell(text, at);
    const end = quoted?.end ?? endOfCell(text, at);
    rows.at(-1)?.push(quoted?.value ?? text.slice(at, end));
    if (text.startsWith('\r\n', end)) at = end + 2;
    else at = end + 1;
    if (end < text.length && text[end] !== '\t') rows.push([]);
  }
  return rows;
}

function endOfCell(text: string, from: number): number {
  let at = from;
  while (at < text.length && !'\t\n\r'.includes(text.charAt(at))) at += 1;
  return at;
}

function quotedCell(text: string, from: number): { value: string; end: number } | null {
  if (text[from] !== '"') return null;
  let at = from + 1;
  while (at < text.length) {
    if (text[at] !== '"') at += 1;
    else if (text[at + 1] === '"') at += 2;
    else break;
  }
  const end = at + 1;
  const value = text.slice(from + 1, at);
  const closed = at < text.length && (end === text.length || '\t\n\r'.includes(text.charAt(end)));
  return closed && /["\t\n\r]/u.test(value) ? { value: value.replaceAll('""', '"'), end } : null;
}

/** Rows of cells: an address, and in its row whatever reads as its name. What is neither is left aside, and said. */
export function readCells(text: string): Line {
  // Joined at the end: as arguments of one call, very many would be too many.
  const people: Listed[][] = [];
  const aside: string[][] = [];
  const take = (line: Line) => {
    people.push(line.listed);
    aside.push(line.aside);
  };
  const rows = rowsOf(text).map((row) => row.map((cell) => cell.trim()).filter(hasContent));
  const headed = !(rows[0] ?? []).some((cell) => cell.includes('@')) && rows.some((row) => row.join().includes('@'));
  for (const [number, cells] of rows.entries()) {
    const addresses = cells.filter((cell) => cell.includes('@'));
    const others = cells.filter((cell) => !cell.includes('@'));
    const [address = ''] = addresses;
    if (addresses.length === 0) {
      if (number === 0 && headed && cells.some(isHeading)) aside.push(cells);
      else if (cells.length > 0) people.push([noAddress(cells.join(' '))]);
    } else if (addresses.length > 1) {
      for (const cell of cells) take(readLine(cell));
    } else take(readRow(address, others));
  }
  return { listed: people.flat(), aside: aside.flat() };
}

const isHeading = (cell: string): boolean => /mail|adress|address|^name$|name$/iu.test(cell);

function readRow(address: string, others: readonly string[]): Line {
  const { listed: inCell, aside } = readLine(address);
  const [only] = inCell;
  if (inCell.length !== 1 || !only?.ok || only.named) return { listed: inCell, aside: [...aside, ...others] };
  const name = nameAmong(others);
  const rest = others.filter((cell) => !name.includes(cell));
  return {
    listed: [listed([...name, only.text].join(' '), only.email, name.join(' '))],
    aside: [...aside, ...rest],
  };
}

/** The cells of a name: the first that holds a whole one, or two single words beside each other. */
function nameAmong(cells: readonly string[]): string[] {
  const isName = (cell: string | undefined): cell is string => cell !== undefined && isNameLike(cell);
  const first = cells.findIndex(isName);
  const [one, two] = [cells[first], cells[first + 1]];
  if (!isName(one)) return [];
  return !/\s/u.test(one) && isName(two) && !/\s/u.test(two) ? [one, two] : [one];
}
