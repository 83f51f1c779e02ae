import { describe, expect, it } from 'vitest';
import type { InviteState } from '@/lib/action-state';
import { isUnknown, keyAfter, LOST, OFFLINE } from './submission';

const values = {
  submissionKey: 'sent',
  email: '',
  displayName: '',
  directoryId: '',
  roleIds: [],
  sponsorUserId: '',
  purpose: '',
  ticket: '',
  jobId: '',
  onboardingFlowId: '',
};
const failed = (code: typeof LOST.code): InviteState => ({ status: 'failed', failure: { ...LOST, code }, values });
const keyThen = (state: InviteState) => keyAfter(state, 'now', () => 'fresh');

describe('keyAfter', () => {
  it('keeps the key while its outcome is open', () => {
    expect(keyThen(failed('outcome-unknown'))).toBe('sent');
    expect(keyThen(failed('submission-in-progress'))).toBe('sent');
  });

  it('takes a new one after anything definite', () => {
    expect(keyThen(failed('upstream-conflict'))).toBe('fresh');
    expect(keyThen({ status: 'invalid', fields: {}, values, requestId: 'r' })).toBe('fresh');
    expect(keyThen({ status: 'idle' })).toBe('now');
  });
});

it('only a lost answer leaves the outcome open', () => {
  expect(isUnknown({ status: 'failed', failure: LOST, values })).toBe(true);
  expect(isUnknown({ status: 'failed', failure: OFFLINE, values })).toBe(false);
});
