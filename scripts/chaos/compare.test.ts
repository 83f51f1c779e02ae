import { expect, test } from 'vitest';
import { compare, type Found } from './compare';

/** One invitation of which all three accounts say the same. */
function agreed(): Found {
  return {
    upstream: [{ id: 'up-1', directoryId: 'd', email: 'ada@x.example', byPrincipal: true }],
    ledger: [
      {
        id: 'inv-1',
        submissionKey: 'key-1',
        email: 'ada@x.example',
        state: 'pending',
        upstreamId: 'up-1',
        sender: { subject: 'maya', name: 'Maya Chen' },
        attempts: ['settled'],
      },
    ],
    audit: [
      { invitationId: 'inv-1', action: 'invitation.requested', actor: 'maya' },
      { invitationId: 'inv-1', action: 'invitation.sent', actor: 'maya' },
    ],
    told: [{ submissionKey: 'key-1', email: 'ada@x.example', sender: 'Maya Chen', upstreamId: 'up-1' }],
    auditProblems: [],
  };
}
const row = (found: Found) => found.ledger[0] as Found['ledger'][number];
const counted = (change: (found: Found) => void) => {
  const found = agreed();
  change(found);
  const { lost, doubled, unattributed, stuck, findings } = compare(found);
  return { counts: [lost, doubled, unattributed, stuck], findings: findings.length };
};

test('three accounts that agree leave nothing to find', () => {
  expect(counted(() => undefined)).toEqual({ counts: [0, 0, 0, 0], findings: 0 });
});

test.each<[string, number[], (found: Found) => void]>([
  ['nothing upstream under that id', [1, 0, 0, 0], (found) => found.upstream.splice(0)],
  [
    'a request in the audit that the ledger does not have',
    [1, 0, 0, 0],
    (found) => found.audit.push({ invitationId: 'gone', action: 'invitation.requested', actor: 'maya' }),
  ],
  [
    'a receipt for another invitation than the ledger’s',
    [1, 0, 0, 0],
    (found) =>
      found.told.push({ submissionKey: 'key-1', email: 'ada@x.example', sender: 'Maya Chen', upstreamId: 'up-9' }),
  ],
  [
    'a second one for the same person, whoever made it and however the address is written',
    [0, 1, 0, 0],
    (found) => found.upstream.push({ id: 'up-2', directoryId: 'd', email: 'Ada@x.example', byPrincipal: false }),
  ],
  [
    'one by the service principal that the ledger does not know',
    [0, 0, 1, 0],
    (found) => found.upstream.push({ id: 'up-2', directoryId: 'd', email: 'bo@x.example', byPrincipal: true }),
  ],
  ['one without a name', [0, 0, 1, 0], (found) => Object.assign(row(found), { sender: { subject: 'maya', name: '' } })],
  ['one that nobody requested by the audit', [0, 0, 1, 0], (found) => found.audit.splice(0, 1)],
  ['one that is still open', [0, 0, 0, 1], (found) => Object.assign(row(found), { state: 'needs-person' })],
])('%s', (_, counts, change) => {
  const result = counted(change);
  expect(result.counts).toEqual(counts);
  expect(result.findings).toBeGreaterThan(0);
});

test('one that is shown as failed is not lost, and one that says so while it exists has no human', () => {
  const failed = (found: Found) => {
    Object.assign(row(found), { state: 'failed', upstreamId: null });
    found.audit.push({ invitationId: 'inv-1', action: 'invitation.refused', actor: 'maya' });
    found.told.splice(0);
  };
  expect(counted((found) => [failed(found), found.upstream.splice(0)])).toEqual({ counts: [0, 0, 0, 0], findings: 0 });
  expect(counted(failed).counts).toEqual([0, 0, 1, 0]);
});

test('a broken chain, an end that the audit does not tell, and a wrong name are findings', () => {
  expect(counted((found) => found.auditProblems.push('17 was changed')).findings).toBe(1);
  expect(counted((found) => found.audit.splice(1)).findings).toBe(1);
  expect(counted((found) => Object.assign(found.told[0] ?? {}, { sender: 'Priya Nair' })).findings).toBe(1);
});
