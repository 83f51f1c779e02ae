import { expect, test } from 'vitest';
import { type BulkFound, compareRows } from './compare-rows';

/** Three lines: one sent, one that repeats it, one without an address; all accounts say the same of them. */
function agreed(): BulkFound {
  return {
    batchState: 'done',
    lines: [1, 2, 3],
    created: 1,
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
    auditProblems: [],
    rows: [
      row({ number: 1, email: 'ada@x.example', state: 'done', invitationId: 'inv-1' }),
      row({ number: 2, email: 'Ada@x.example', wanted: false, class: 'twice' }),
      row({ number: 3, email: 'no address', wanted: false, class: 'bad' }),
    ],
  };
}
const row = (change: Partial<BulkFound['rows'][number]>): BulkFound['rows'][number] => ({
  number: 1,
  email: '',
  wanted: true,
  state: 'skipped',
  class: 'new',
  invitationId: null,
  failureCode: null,
  ...change,
});
const at = <T>(list: T[], index: number) => list[index] as T;
const counted = (change: (found: BulkFound) => void) => {
  const found = agreed();
  change(found);
  const { lost, doubled, unattributed, stuck, findings } = compareRows(found);
  return { counts: [lost, doubled, unattributed, stuck], findings };
};

test('accounts that agree leave nothing to find', () => {
  expect(counted(() => undefined)).toEqual({ counts: [0, 0, 0, 0], findings: [] });
});

test.each<[string, number[], (found: BulkFound) => void]>([
  ['a line of the file that is no row', [1, 0, 0, 0], (found) => found.rows.splice(2, 1)],
  [
    'a row that is done with no invitation',
    [1, 0, 1, 0],
    (found) => Object.assign(at(found.rows, 0), { invitationId: null }),
  ],
  [
    'a row that is done with somebody else’s invitation',
    [1, 0, 0, 0],
    (found) => Object.assign(at(found.rows, 0), { email: 'bo@x.example' }),
  ],
  [
    'a row that is done, and its invitation is not upstream',
    [1, 0, 0, 0],
    (found) => [found.upstream.splice(0), Object.assign(found, { created: 0 })],
  ],
  [
    'a second one upstream for a row’s person',
    [0, 1, 1, 0],
    (found) => found.upstream.push({ id: 'up-2', directoryId: 'd', email: 'Ada@x.example', byPrincipal: true }),
  ],
  [
    'two rows that are one invitation',
    [0, 1, 0, 0],
    (found) => Object.assign(at(found.rows, 1), { invitationId: 'inv-1' }),
  ],
  [
    'an invitation behind which no row stands',
    [0, 0, 1, 0],
    (found) => Object.assign(at(found.rows, 0), { invitationId: null, state: 'failed', wanted: false }),
  ],
  ['a row that is not over', [0, 0, 0, 1], (found) => Object.assign(at(found.rows, 2), { state: 'queued' })],
  ['a batch that is not over', [0, 0, 0, 1], (found) => Object.assign(found, { batchState: 'running' })],
  [
    'a row and its invitation that are both open, once',
    [0, 0, 0, 1],
    (found) => {
      Object.assign(at(found.rows, 0), { state: 'unknown' });
      Object.assign(at(found.ledger, 0), { state: 'unknown' });
    },
  ],
])('%s', (_, counts, change) => {
  const result = counted(change);
  expect(result.counts).toEqual(counts);
  expect(result.findings.length).toBeGreaterThan(0);
});

test.each<[string, string, (found: BulkFound) => void]>([
  [
    'a row that failed although nothing spoke against it',
    'refused: row 3 for bo@x.example is “failed” (unexpected)',
    (found) =>
      Object.assign(at(found.rows, 2), {
        ...row({ number: 3, email: 'bo@x.example', state: 'failed' }),
        failureCode: 'unexpected',
      }),
  ],
  [
    'a row that failed and whose person is invited all the same',
    'untrue: row 1 is “failed”, and upstream has ada@x.example',
    (found) => Object.assign(at(found.rows, 0), { state: 'failed' }),
  ],
  [
    'a row that was to be left out and is done',
    'untrue: row 2 (Ada@x.example) was to be left out',
    (found) => Object.assign(at(found.rows, 1), { state: 'done' }),
  ],
  [
    'a row whose invitation upstream is for another address',
    'untrue: row 1 for ada@x.example is somebody else’s invitation upstream',
    (found) => Object.assign(at(found.upstream, 0), { email: 'bo@x.example' }),
  ],
  [
    'a create too many by the tenant’s own count',
    'untrue: the tenant carried out 2 creates, and holds 1',
    (found) => Object.assign(found, { created: 2 }),
  ],
])('%s', (_, words, change) => {
  expect(counted(change).findings.join('\n')).toContain(words);
});
