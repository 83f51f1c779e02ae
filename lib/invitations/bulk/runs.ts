import type { AttemptRecord, Human, JudgedBy } from '../ledger';
import type { Batch, BatchRow } from './batch';

/** Who stops, goes on with or ends a run. */
export type By = { actor: Human; requestId: string };

/** How the next rows are recorded. */
export type Recording = {
  /** At most so many in one transaction. */
  limit: number;
  referenced: boolean;
  upstreamNow: Date;
  judged: JudgedBy;
};

export type RowsRecorded =
  /** `left`: rows that still wait to be recorded in this way. */
  | { kind: 'recorded'; recorded: number; failed: number; left: number }
  /** This database was restored or copied, and nobody has said go yet; or the run was stopped meanwhile. */
  | { kind: 'stopped' }
  /** Another policy is in force than the one that was asked: ask again. */
  | { kind: 'judged-by-older' };

export type RowEnd =
  | { state: 'asked'; requestId: string }
  | { state: 'failed'; code: string; detail: string }
  | { state: 'done'; invitationId: string | null };

/**
 * The store of what runs. The state of a row follows its attempt’s, in the attempt’s own transaction, whoever moves that; what
 * is here begins, stops and ends runs, and hands out what is to be sent.
 */
export type Runs = {
  /**
   * What has work: held, running, and cancelled with something still under way; confirmed first comes first. A held one whose
   * time has come is running from here on.
   */
  due(): Promise<Batch[]>;
  /**
   * Makes intents in the ledger of the next rows that can be sent without anybody’s word, with their audit entries, in one
   * transaction: all that was looked at, or nothing. What the ledger or a ceiling refuses fails, with its code.
   */
  record(batchId: string, how: Recording): Promise<RowsRecorded>;
  /** Rows that wait and are recorded otherwise: those that need an approval, and all of a revoke or re-issue. In order. */
  others(batchId: string, limit: number): Promise<BatchRow[]>;
  /** Ends a row that waits and has no attempt; false when it waits no more. */
  end(batchId: string, row: number, how: RowEnd): Promise<boolean>;
  /** Attempts of a batch that may be sent now, in order of their rows. */
  queued(batchId: string, limit: number): Promise<AttemptRecord[]>;
  /** Whether something that is in no batch is being sent right now, by whichever replica. */
  singlesUnderWay(): Promise<boolean>;
  /** Ends the run when no row has anything to come; true when it did. */
  finish(batchId: string): Promise<boolean>;
  /** Null when it is in no state for it. */
  pause(batchId: string, by: By): Promise<{ changed: number } | null>;
  resume(batchId: string, by: By): Promise<{ changed: number } | null>;
  /** Calls off what has not left: also the undo of one that is held. `changed`: rows that will not be sent. */
  cancel(batchId: string, by: By): Promise<{ changed: number } | null>;
  /** Failed rows wait again, as new submissions: one of them, all of one code, or all. */
  retry(batchId: string, which: { row?: number; code?: string }, by: By): Promise<{ changed: number } | null>;
  /** What was learnt of how fast the upstream takes them; null while nothing was. */
  pace(): Promise<unknown>;
  keepPace(state: unknown): Promise<void>;
};
