import { describe, expect, it } from 'vitest';
import type { Progress } from '@/lib/invitations/bulk/progress-view';
import { headline, percent, speedWords } from './run-words';

const progress = (change: Partial<Progress> = {}): Progress => ({
  state: 'running',
  all: 1_058,
  byState: { done: 400, asked: 30, failed: 20, queued: 550, skipped: 58 },
  perSecond: 47.6,
  slowUntil: null,
  sendAfter: null,
  startedAt: null,
  endedAt: null,
  failures: [],
  ...change,
});

describe('a run in words', () => {
  it('counts what is wanted, and not what was left out', () => {
    expect(headline(progress(), 'invite')).toBe('450 of 1,000 done');
    expect(percent(progress())).toBe(45);
    expect(percent(progress({ all: 58, byState: { skipped: 58 } }))).toBe(100);
  });

  it('says how fast it goes and how long still, and nothing where nothing moves', () => {
    expect(speedWords(progress())).toBe('48 a second · about 12 s left');
    expect(speedWords(progress({ perSecond: 2 }))).toBe('2 a second · about 5 min left');
    expect(speedWords(progress({ perSecond: 0.1 }))).toBe('6 a minute · about 2 hours left');
    expect(speedWords(progress({ perSecond: 0 }))).toBe('');
    expect(speedWords(progress({ state: 'paused' }))).toBe('');
  });

  it('says at its end what came of it', () => {
    const byState = { done: 900, asked: 30, failed: 70 };
    expect(headline(progress({ state: 'done', byState }), 'invite')).toBe(
      'Finished: Invited 900, 30 wait for approval, 70 failed',
    );
    expect(headline(progress({ state: 'done', byState: { done: 12 } }), 'revoke')).toBe('Finished: Revoked 12');
    expect(headline(progress({ state: 'cancelled' }), 'invite')).toMatch(/^Cancelling/);
    expect(headline(progress({ state: 'cancelled', endedAt: '2026-11-24T10:00:00Z' }), 'invite')).toBe(
      'Cancelled at 450 of 1,000',
    );
  });
});
