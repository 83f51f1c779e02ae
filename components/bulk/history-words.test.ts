import { describe, expect, it } from 'vitest';
import { BATCH_STATES } from '@/lib/invitations/bulk/batch';
import type { RowCounts } from '@/lib/invitations/bulk/batches';
import { resultWords, stateOf } from './history-words';

const counts = (change: Partial<RowCounts> = {}): RowCounts => ({
  all: 10,
  withProblems: 0,
  leftOut: 0,
  byClass: {},
  byState: {},
  ...change,
});

describe('an import in the list of imports', () => {
  it('has words of its own for each state', () => {
    const words = BATCH_STATES.map((state) => stateOf({ state, rows: 10, counts: counts() }).words);
    expect(new Set(words).size).toBe(BATCH_STATES.length);
  });

  it('says of a draft what is to do, and of one that ran what came of it', () => {
    expect(resultWords({ state: 'draft', rows: 1200, counts: counts({ withProblems: 12, leftOut: 3 }) })).toBe(
      '1,200 rows · 12 to mend · 3 left out',
    );
    expect(resultWords({ state: 'planned', rows: 1, counts: counts() })).toBe('1 row');
    const byState = { done: 480, failed: 12, skipped: 8, queued: 2, waiting: 1, asked: 5 };
    expect(resultWords({ state: 'running', rows: 508, counts: counts({ byState }) })).toBe(
      '480 done · 3 to come · 5 asked for · 12 failed · 8 left out',
    );
  });

  it('does not call it simply done when something failed', () => {
    const failed = { state: 'done' as const, rows: 10, counts: counts({ byState: { done: 9, failed: 1 } }) };
    expect(stateOf(failed)).toMatchObject({ tone: 'warn', words: 'Done, some failed' });
    expect(stateOf({ ...failed, counts: counts({ byState: { done: 10 } }) })).toMatchObject({ tone: 'success' });
  });
});
