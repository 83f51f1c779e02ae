import { describe, expect, it } from 'vitest';
import { couldBe } from './match';
import type { CreateInvitation, UpstreamInvitation } from './ports';

const sentAt = new Date('2026-11-24T12:00:00Z');
const sent: CreateInvitation = {
  directoryId: 'd1',
  email: 'Ada@acme.example',
  displayName: 'Ada Lovelace',
  roleIds: ['r1', 'r2'],
  sponsorUserId: 's1',
  purpose: 'Audit',
  jobId: '',
  onboardingFlowId: '',
};
const found: UpstreamInvitation = {
  ...sent,
  id: 'i1',
  email: 'ada@ACME.example',
  roleIds: ['r2', 'r1'],
  onboardingFlowId: 'filled-by-default',
  status: 'pending',
  statusRaw: 'LOCAL_INVITATION_STATUS_PENDING',
  invitedByUserId: 'svc',
  createdUserId: '',
  createdAt: '2026-11-24T12:00:01Z',
  updatedAt: '',
  expiresAt: '',
  acceptedAt: '',
};

describe('couldBe', () => {
  it('takes what the upstream may have made of it: case, order of roles, defaults for what was empty', () => {
    expect(couldBe(found, sent, sentAt)).toBe(true);
    expect(couldBe({ ...found, sponsorUserId: 'default' }, { ...sent, sponsorUserId: '' }, sentAt)).toBe(true);
    expect(couldBe({ ...found, roleIds: ['basic'] }, { ...sent, roleIds: [] }, sentAt)).toBe(true);
    expect(couldBe({ ...found, displayName: ' Ada Lovelace' }, sent, sentAt)).toBe(true);
  });

  it.each([
    ['directory', { directoryId: 'd2' }],
    ['person', { email: 'eve@acme.example' }],
    ['name', { displayName: 'Ada King' }],
    ['roles', { roleIds: ['r1'] }],
    ['sponsor', { sponsorUserId: 's2' }],
    ['purpose', { purpose: 'Other' }],
    ['age', { createdAt: '2026-11-24T11:59:54Z' }],
    ['age, when it is not told', { createdAt: '' }],
  ])('refuses another %s', (_what, change) => {
    expect(couldBe({ ...found, ...change }, sent, sentAt)).toBe(false);
  });

  it('allows five seconds between the clocks', () => {
    expect(couldBe({ ...found, createdAt: '2026-11-24T11:59:55Z' }, sent, sentAt)).toBe(true);
  });
});
