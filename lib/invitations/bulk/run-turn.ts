import type { SystemContext } from '../context';
import type { Batch, BatchRow } from './batch';

/** How often it looks which batches there are: somebody pauses one, or confirms another. */
export const LOOK_MS = 500;

/** What is done to rows that are no plain creates. */
export type OtherRows = {
  /** Puts a row before those who have to approve it. */
  ask(ctx: SystemContext, batch: Batch, row: BatchRow): Promise<void>;
  /** Revokes or re-issues what the row is about. */
  act(ctx: SystemContext, batch: Batch, row: BatchRow): Promise<void>;
};

/** What one turn shares: which batches there are, and when it is over. */
export type Turn = {
  ctx: SystemContext;
  others: OtherRows;
  batches: Batch[];
  /** Rows may still come to be sent: some are not recorded yet. */
  recording: boolean;
  over(): boolean;
};
