/** How far a run has come, as its page shows it. Safe in a browser: plain data and pure functions only. */
import type { BatchState, RowState } from './batch';

/** Rows that failed in the same way. */
export type FailureKind = {
  /** As the rows carry it. */
  code: string;
  count: number;
  what: string;
  /** "" where the first sentence says it all. */
  why: string;
  next: string;
};

export type Progress = {
  state: BatchState;
  all: number;
  byState: Partial<Record<RowState, number>>;
  /** Rows that came to their end in each of the last seconds. */
  perSecond: number;
  /** ISO 8601 UTC: the upstream asks us to slow down until then; null while it does not. */
  slowUntil: string | null;
  /** While it is held: when it begins. */
  sendAfter: string | null;
  startedAt: string | null;
  endedAt: string | null;
  failures: FailureKind[];
};

const OVER = ['done', 'asked', 'failed', 'cancelled'] as const;

const sumOf = (progress: Progress, states: readonly RowState[]): number =>
  states.reduce((sum, state) => sum + (progress.byState[state] ?? 0), 0);

/** Rows that somebody wants something done with: all but those left out. */
export const wanted = (progress: Progress): number => progress.all - sumOf(progress, ['skipped']);

/** Of those, the ones that have come to an end, whichever. */
export const settled = (progress: Progress): number => sumOf(progress, OVER);

export const left = (progress: Progress): number => wanted(progress) - settled(progress);

/** Seconds until the last one at this speed; null where nothing moves. */
export const secondsLeft = (progress: Progress): number | null =>
  progress.perSecond > 0 ? Math.ceil(left(progress) / progress.perSecond) : null;
