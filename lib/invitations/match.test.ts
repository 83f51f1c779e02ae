import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matching } from './match';
import type { CreateInvitation, UpstreamInvitation } from './ports';
import { PURPOSE_LIMIT, referenceIn, referenceOf, withReference } from './reference';

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

const judged = (each: UpstreamInvitation, content: CreateInvitation, reference = '') => {
  const { candidates, similar } = matching([each], { content, at: sentAt, reference });
  return candidates.length > 0 ? 'ours' : similar.length > 0 ? 'nearly' : 'no';
};

describe('by what was sent', () => {
  it('takes what the upstream may have made of it: case, order of roles, defaults for what was empty', () => {
    expect(judged(found, sent)).toBe('ours');
    expect(judged({ ...found, sponsorUserId: 'default' }, { ...sent, sponsorUserId: '' })).toBe('ours');
    expect(judged({ ...found, roleIds: ['basic'] }, { ...sent, roleIds: [] })).toBe('ours');
    expect(judged({ ...found, displayName: ' Ada Lovelace' }, sent)).toBe('ours');
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
    expect(judged({ ...found, ...change }, sent)).not.toBe('ours');
  });

  it('allows five seconds between the clocks', () => {
    expect(judged({ ...found, createdAt: '2026-11-24T11:59:55Z' }, sent)).toBe('ours');
  });
});

describe('by a reference at the end of the purpose', () => {
  const id = fc.uuid({ version: 4 });
  const reference = referenceOf('6f1d2c3b-0000-4000-8000-000000000000');
  const ours = { ...found, purpose: withReference(sent.purpose, reference) };
  const theirs = { ...found, purpose: withReference(sent.purpose, referenceOf(crypto.randomUUID())) };

  it('is the short name of an attempt, six characters that nobody misreads', () => {
    expect(ours.purpose).toMatch(/^Audit \(ref [0-9A-HJKMNP-TV-Z]{6}\)$/);
  });

  it('is read as it was written, whatever the purpose is, and never makes it longer than it may be', () => {
    fc.assert(
      fc.property(id, fc.string({ maxLength: PURPOSE_LIMIT + 20 }), (attemptId, purpose) => {
        const written = withReference(purpose, referenceOf(attemptId));
        const fits = purpose.length + ' (ref 7Q2K9F)'.length <= PURPOSE_LIMIT;
        expect(written === purpose).toBe(!fits);
        if (fits) expect(referenceIn(written)).toBe(referenceOf(attemptId));
      }),
    );
  });

  it('decides first: the one with ours is ours, whatever else it says, and another is not even nearly', () => {
    const odd = { ...ours, displayName: 'Countess', roleIds: [], createdAt: '' };
    const { candidates, similar } = matching([found, odd, theirs], { content: sent, at: sentAt, reference });
    expect([candidates, similar]).toEqual([[odd], []]);
  });

  it('is a question for a person when two carry ours', () => {
    const { candidates } = matching([ours, { ...ours, id: 'i2' }], { content: sent, at: sentAt, reference });
    expect(candidates).toHaveLength(2);
  });

  it('of another attempt is never ours, with a reference of our own or without', () => {
    fc.assert(
      fc.property(id, fc.option(id, { nil: null }), (another, own) => {
        const name = own === null ? '' : referenceOf(own);
        fc.pre(referenceOf(another) !== name);
        const foreign = { ...found, purpose: withReference(sent.purpose, referenceOf(another)) };
        expect(judged(foreign, sent, name)).toBe('no');
      }),
    );
  });

  it('of ours on an invitation of somebody else, or of another directory, says nothing', () => {
    expect(judged({ ...ours, email: 'eve@acme.example' }, sent, reference)).toBe('no');
    expect(judged({ ...ours, directoryId: 'd2' }, sent, reference)).toBe('no');
  });

  it('that is missing where one was sent is a question for a person', () => {
    expect(judged(found, sent, reference)).toBe('nearly');
  });

  it('that a person typed is part of the purpose', () => {
    const typed = { ...sent, purpose: 'Audit (ref ABCDEF)' };
    expect(judged({ ...found, purpose: typed.purpose }, typed)).toBe('ours');
    expect(judged({ ...found, purpose: withReference(typed.purpose, reference) }, typed, reference)).toBe('ours');
  });
});
