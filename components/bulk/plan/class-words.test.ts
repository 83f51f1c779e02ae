import { describe, expect, it } from 'vitest';
import type { RowCounts } from '@/lib/invitations/bulk/batches';
import { classLines, confirmWords, totalsOf } from './class-words';

const NOTHING = { acknowledged: { lookalike: 0, revoked: 0 }, fixable: 0, changed: 0 };
const counts = (all: number, byClass: RowCounts['byClass']): RowCounts => ({
  all,
  withProblems: 0,
  leftOut: 0,
  byClass,
  byState: {},
});
const button = (of: RowCounts, shape = NOTHING, kind: 'invite' | 'revoke' | 'reissue' = 'invite') =>
  confirmWords(kind, totalsOf(classLines(kind, of, shape), of));

describe('the button of a plan', () => {
  it('says what goes, what is asked for and what stays', () => {
    const of = counts(5_000, { new: 4_800, expired: 12, 'needs-approval': 130, pending: 40, lookalike: 18 });
    expect(button(of)).toBe('Invite 4,812 · 130 need approval · 58 left out');
    expect(button(counts(1, { new: 1 }))).toBe('Invite 1');
    expect(button(counts(3, { 'needs-approval': 1, new: 2 }))).toBe('Invite 2 · 1 needs approval');
    expect(button(counts(3, { 'needs-approval': 2, bad: 1 }))).toBe('Ask for approval of 2 · 1 left out');
    expect(button(counts(2, { bad: 2 }))).toBe('Invite 0 · 2 left out');
  });

  it('counts what has a word, and rows that were left out by hand', () => {
    const shape = { ...NOTHING, acknowledged: { lookalike: 2, revoked: 1 } };
    expect(button(counts(10, { new: 1, lookalike: 5, revoked: 1 }), shape)).toBe('Invite 4 · 6 left out');
  });

  it('names the act', () => {
    expect(button(counts(312, { ready: 300, over: 12 }), NOTHING, 'revoke')).toBe('Revoke 300 · 12 left out');
    expect(button(counts(2, { ready: 2 }), NOTHING, 'reissue')).toBe('Send 2 again');
  });
});
