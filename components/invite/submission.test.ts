import { describe, expect, it } from 'vitest';
import type { InviteState } from '@/lib/action-state';
import { isOpen, keyAfter, LOST, OFFLINE } from './submission';

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
  acknowledged: '',
  override: '',
};
const failed = (code: typeof LOST.code): InviteState => ({ status: 'failed', failure: { ...LOST, code }, values });
const keyThen = (state: InviteState) => keyAfter(state, 'now', () => 'fresh');

describe('keyAfter', () => {
  it('keeps the key while its outcome is open', () => {
    expect(keyThen(failed('outcome-unknown'))).toBe('sent');
    expect(keyThen(failed('waiting-to-be-sent'))).toBe('sent');
  });

  it('takes a new one after anything definite', () => {
    expect(keyThen(failed('upstream-conflict'))).toBe('fresh');
    expect(keyThen({ status: 'invalid', fields: {}, values, requestId: 'r' })).toBe('fresh');
    expect(keyThen({ status: 'idle' })).toBe('now');
  });
});

it('only a lost answer, or one that is still to come, leaves the outcome open', () => {
  expect(isOpen(failed('waiting-to-be-sent'))).toBe(true);
  expect(isOpen({ status: 'failed', failure: LOST, values })).toBe(true);
  expect(isOpen({ status: 'failed', failure: OFFLINE, values })).toBe(false);
});
