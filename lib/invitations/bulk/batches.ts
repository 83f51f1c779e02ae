import type { Human } from '../ledger';
import type {
  Batch,
  BatchKind,
  BatchRow,
  BatchSource,
  BatchState,
  ColumnField,
  RowClass,
  RowState,
  SharedValues,
} from './batch';

export type NewBatch = {
  kind: BatchKind;
  source: BatchSource;
  /** One key, one batch: a form that is posted twice makes one. */
  submissionKey: string;
  fileName: string;
  header: string[];
  mapping: (ColumnField | null)[];
  shared: SharedValues;
  reason: string;
  actor: Human;
  requestId: string;
};

export type NewRow = Pick<BatchRow, 'number' | 'cells' | 'targetId' | 'content' | 'given' | 'problems'>;

export type RowChange = { number: number } & Partial<
  Pick<BatchRow, 'content' | 'given' | 'problems' | 'leftOut' | 'acknowledged'>
>;

/** Which rows: all of what is named has to fit. */
export type RowFilter = {
  /** Those with a problem that are not left out. */
  onlyProblems?: boolean;
  classes?: readonly RowClass[];
  states?: readonly RowState[];
  failureCode?: string;
  /** What the plan says anew since it was shown. */
  onlyChanged?: boolean;
};

/** How many rows of each sort. */
export type RowCounts = {
  all: number;
  withProblems: number;
  leftOut: number;
  byClass: Partial<Record<RowClass, number>>;
  byState: Partial<Record<RowState, number>>;
};

/** What the page of a run counts. */
export type RunNumbers = {
  byState: RowCounts['byState'];
  /** Rows that came to their end in each of the last seconds. */
  perSecond: number;
  /** Rows that failed, by how; `detail` is one of theirs. */
  failures: { code: string; detail: string; count: number }[];
};

/**
 * The store of batches until they run, and what the pages read of them. What plans and what runs them has ports of its own.
 * A change of rows or shared values makes a draft of a planned batch again; one that runs or is over is changed by none of these.
 */
export type Batches = {
  /** Makes one in the state `reading`; the same key again answers the one that is there. */
  create(batch: NewBatch): Promise<{ batch: Batch; known: boolean }>;
  /** Makes one with all its rows at once, as a draft, with an entry in the audit; the same key again answers the one that is there. */
  createWhole(batch: NewBatch, rows: readonly NewRow[]): Promise<{ batch: Batch; known: boolean }>;
  /** Adds rows to one that is being read. */
  addRows(id: string, rows: readonly NewRow[]): Promise<void>;
  /** All rows are there: it becomes a draft, with an entry in the audit. */
  finishReading(id: string, file: { hash: string; rows: number }): Promise<Batch>;
  /** Takes away one that never ran, with its rows; false when it did, or is gone. */
  discard(id: string): Promise<boolean>;
  byId(id: string): Promise<Batch | null>;
  /** Newest first; `before` is the last one of the page before. Without those that are being read. */
  list(page: {
    before: { createdAt: Date; id: string } | null;
    limit: number;
  }): Promise<(Batch & { counts: RowCounts })[]>;
  /** Earlier batches of the same file, newest first. */
  sameFile(hash: string, exceptId: string): Promise<Batch[]>;
  /** In order of their numbers. */
  rows(id: string, page: { filter: RowFilter; after: number; limit: number }): Promise<BatchRow[]>;
  counts(id: string): Promise<RowCounts>;
  numbers(id: string): Promise<RunNumbers>;
  /** False when it may not be changed any more. */
  change(id: string, values: { shared?: SharedValues; mapping?: (ColumnField | null)[] }): Promise<boolean>;
  changeRows(id: string, changes: readonly RowChange[]): Promise<boolean>;
};

/** The states in which rows and shared values may still be changed. */
export const CHANGEABLE = ['draft', 'planning', 'planned'] as const satisfies BatchState[];
