import type { Progress } from './invitations/bulk/progress-view';
import type { RunReport } from './invitations/bulk/show-progress';
import { rowFailureWords } from './row-failure-words';

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

/** How far a run has come, as its page shows it: with the words for what failed. */
export const progressOf = ({ batch, numbers, slowUntil }: RunReport): Progress => ({
  state: batch.state,
  all: batch.rows,
  byState: numbers.byState,
  perSecond: numbers.perSecond,
  slowUntil: iso(slowUntil),
  sendAfter: iso(batch.sendAfter),
  startedAt: iso(batch.startedAt),
  endedAt: iso(batch.endedAt),
  failures: numbers.failures.map(({ code, detail, count }) => ({ code, count, ...rowFailureWords(code, detail) })),
});
