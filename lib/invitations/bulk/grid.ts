/** What the grid of a draft asks for and shows. Safe in a browser: plain data only. */
import type { ShownFailure } from '../../action-state';
import type { RowField } from './batch';
import type { RowCounts } from './batches';

/** A cell with something of the row's own in it; what is absent is what all rows share. */
export type GridCell = {
  text: string;
  /** The ids behind the text of roles, a sponsor or a directory; absent where it could not be read. */
  ids?: string[];
  problem?: string;
};

export type GridRow = {
  number: number;
  leftOut: boolean;
  /** What is wrong with the row as a whole; "" for nothing. */
  problem: string;
  cells: Partial<Record<RowField, GridCell>>;
};

/** Rows that are asked for at once. */
export const WINDOW = 100;

/** The longest text that somebody types into a cell. */
export const MAX_CELL_TEXT = 2_000;

/** Other rows that hold the text that was just mended. */
export type SameMistake = { field: RowField; given: string; value: string; count: number };

/** How a change of a draft ended, with how many rows of each sort there are now. */
export type MendState =
  | { status: 'idle' }
  | { status: 'ok'; counts: RowCounts; changed: number; same: SameMistake | null }
  | { status: 'failed'; failure: ShownFailure; fields: Record<string, string> };
