/** How much is taken beside what batch.ts says: a file with more is refused whole, for half of a list would look like all of it. */

/** More are no list of people; and each of 20,000 rows would carry them. */
export const MAX_COLUMNS = 200;
/** Characters in one row: only a quote that is never closed makes such a one. */
export const MAX_ROW = 1_000_000;
/** Characters in one cell that is used: five times the longest field. A longer one is a problem of its row, and kept. */
export const MAX_CELL = 5_000;
/** Blank rows: as many as a sheet has that was saved to its last line. */
export const MAX_BLANK = 1_048_576;
