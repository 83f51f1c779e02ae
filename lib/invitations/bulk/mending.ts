import type { Human } from '../ledger';
import type { Batch, BatchRow, RowContent, RowField, SharedValues } from './batch';
import type { RowFilter } from './batches';

/** What one cell comes to: its value, or the text that could not be read, and why. */
export type ReadCell<F extends RowField = RowField> = {
  value: RowContent[F];
  /** As it was written; null where that is the value itself. */
  given: string | null;
  problem: string | null;
};

/** What is read into a row anew, and nothing else of it. */
export type CellsOfRow = { number: number; cells: Partial<Record<RowField, ReadCell>> };

/** Fields of which there has to be something, in the row or for all. */
export const NEEDED = ['directoryId', 'purpose'] as const satisfies (keyof SharedValues)[];

/**
 * The store of mending. Each write locks the batch and makes a draft of it again; it answers how many rows it changed, or
 * null when nothing in it may be changed any more. Writes touch single cells, so that two people who mend the same row both
 * keep what they wrote.
 */
export type Mending = {
  /** The numbers of all rows that fit, in order. */
  numbers(id: string, filter: RowFilter): Promise<number[]>;
  /** What the local copy calls people: id → name. */
  peopleNames(ids: readonly string[]): Promise<Map<string, string>>;
  /** Those of the local copy who can be a sponsor, by what they are called in a file: id, address or name, in lower case. */
  sponsorsCalled(texts: readonly string[]): Promise<Map<string, string[]>>;
  rowsOf(id: string, numbers: readonly number[]): Promise<BatchRow[]>;
  /** The different texts of one column of the file. */
  cellsIn(id: string, column: number): Promise<string[]>;
  /** How many rows that are not left out hold this text, unread, in this field. */
  countSame(id: string, field: RowField, given: string): Promise<number>;
  /** How many rows that are not left out say nothing of a field of their own. */
  countSilent(id: string): Promise<Record<(typeof NEEDED)[number], number>>;
  writeCell(id: string, number: number, field: RowField, cell: ReadCell): Promise<number | null>;
  /** The same cell in all rows that hold this text, unread, in this field. */
  writeSame(id: string, field: RowField, given: string, cell: ReadCell): Promise<number | null>;
  leaveOut(id: string, which: readonly number[] | 'problems', out: boolean): Promise<number | null>;
  /** Takes rows in as they stand, whatever was said of them as a whole; what is wrong with a cell stays. */
  takeAsIs(id: string, numbers: readonly number[]): Promise<number | null>;
  /** Another meaning of the columns: `read` is given all rows, some at a time, and says what their cells are now. */
  remap(
    id: string,
    mapping: Batch['mapping'],
    read: (rows: readonly BatchRow[]) => CellsOfRow[],
  ): Promise<number | null>;
  /** Throws away a batch that never ran, with its rows; null when it did. The audit keeps that there was one. */
  discard(id: string, by: { actor: Human; requestId: string }): Promise<number | null>;
};
