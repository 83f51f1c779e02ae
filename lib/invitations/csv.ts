/** Comma-separated values (RFC 4180) that a spreadsheet shows as text, whatever somebody wrote into a name. Pure. */

/**
 * A spreadsheet would run what begins with one of these, also in full width and after blanks. Marks before it are marked
 * again, so that reading takes off exactly what writing has put on.
 */
const FORMULA = /^'*[\s\u00a0]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/u;

/** What programs take for the sign that the file is UTF-8. */
export const CSV_START = '\ufeff';

const cell = (text: string): string => {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** What a cell meant before it was written: without the mark that keeps it text. */
export const plainText = (cell: string): string => (cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell);

/** One record, with its line end. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;
