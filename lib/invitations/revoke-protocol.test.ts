import { describe, expect, it } from 'vitest';
import type { InvitationStatus } from './invitation';
import type { Attempt } from './protocol';
import { stepRevoke } from './revoke-protocol';

const unknown: Attempt = { state: 'unknown', quietFrom: 10, firstEmptyReadAt: null, dismissed: [] };
const seen = (status: InvitationStatus) => stepRevoke(unknown, { type: 'seen', status, upstreamId: 'i1' });

describe('stepRevoke', () => {
  it('is settled by one look: revoked', () => {
    expect(seen('revoked')).toEqual({ state: 'settled', upstreamId: 'i1' });
  });

  it('is sent again while the invitation is open, for a second revoke does no more than the first', () => {
    expect(seen('pending')).toEqual({ state: 'intent', notBefore: 0 });
    expect(seen('unrecognised')).toEqual({ state: 'intent', notBefore: 0 });
  });

  it.each(['accepted', 'expired'] as const)('gives up when it is %s', (status) => {
    expect(seen(status)).toEqual({ state: 'refused', code: 'precondition' });
  });

  it('a look says nothing about an attempt whose outcome is known', () => {
    const sending: Attempt = { state: 'sending', owner: 'r', leaseUntil: 10 };
    expect(stepRevoke(sending, { type: 'seen', status: 'revoked', upstreamId: 'i1' })).toBe(sending);
  });
});
