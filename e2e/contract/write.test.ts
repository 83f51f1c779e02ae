import { describe, expect, test } from 'vitest';
import {
  CALL,
  type Control,
  closedPort,
  codeOf,
  directoryFor,
  inviteTo,
  partners,
  sandboxControl,
  valueIn,
} from './setup';

const control = sandboxControl();

type Row = [fault: object, code: string, committed: number];

/** Every kind of fault, as it meets a create or a revoke: what we say, and how often it truly happened. */
const FAULTS: Row[] = [
  [{ kind: 'status', status: 400 }, 'invalid', 0],
  [{ kind: 'status', status: 401, times: 2 }, 'unauthenticated', 0],
  [{ kind: 'status', status: 403 }, 'forbidden', 0],
  [{ kind: 'status', status: 404 }, 'not-found', 0],
  [{ kind: 'status', status: 409 }, 'conflict', 0],
  [{ kind: 'status', status: 429, retryAfter: 7 }, 'rate-limited', 0],
  [{ kind: 'status', status: 500 }, 'outcome-unknown', 0],
  [{ kind: 'status', status: 503 }, 'outcome-unknown', 0],
  [{ kind: 'status', status: 504 }, 'outcome-unknown', 0],
  [{ kind: 'status', status: 403, body: 'html' }, 'outcome-unknown', 0],
  [{ kind: 'status', status: 404, body: 'empty' }, 'outcome-unknown', 0],
  [{ kind: 'status', status: 302, body: 'empty' }, 'outcome-unknown', 0],
  [{ kind: 'status', status: 204, body: 'empty' }, 'outcome-unknown', 0],
  [{ kind: 'html', status: 200 }, 'outcome-unknown', 0],
  [{ kind: 'html', status: 429 }, 'outcome-unknown', 0],
  [{ kind: 'html', status: 502 }, 'outcome-unknown', 0],
  [{ kind: 'hang' }, 'outcome-unknown', 0],
  [{ kind: 'drop' }, 'outcome-unknown', 0],
  [{ kind: 'commit-then-drop' }, 'outcome-unknown', 1],
  [{ kind: 'commit-then-status', status: 500 }, 'outcome-unknown', 1],
  [{ kind: 'commit-then-status', status: 403, body: 'html' }, 'outcome-unknown', 1],
  [{ kind: 'commit-late', afterMs: 0, connection: 'drop' }, 'outcome-unknown', 1],
  [{ kind: 'commit-late', afterMs: 0, connection: 'hang' }, 'outcome-unknown', 1],
  [{ kind: 'empty' }, 'outcome-unknown', 1],
  [{ kind: 'malformed' }, 'outcome-unknown', 1],
  [{ kind: 'null-invitation' }, 'outcome-unknown', 1],
  [{ kind: 'slow-body', ms: 60_000 }, 'outcome-unknown', 1],
];

/** Long enough for everything on the loopback interface, short enough to wait for. */
const SHORT = { USHER_UPSTREAM_DEADLINE_MS: '500' };

/** A directory client that has its token already, so that a fault meets the call alone. */
async function ready(on: Control) {
  const directory = directoryFor(on, SHORT);
  return { directory, directoryId: (await partners(directory)).id };
}

test('the table names every kind of fault that the sandbox has', async () => {
  const { faultKinds } = await control.overview();
  expect(new Set(FAULTS.map(([fault]) => (fault as { kind: string }).kind))).toEqual(new Set(faultKinds));
});

describe.each(FAULTS)('the fault %j', (fault, code, committed) => {
  // A 401 in the upstream's own form is the one refusal after which a request is sent again, once.
  const requests = code === 'unauthenticated' ? 2 : 1;

  test(`makes a create ${code}; it reached the upstream ${requests}×, and happened ${committed}×`, async () => {
    const { directory, directoryId } = await ready(control);
    await control.fault({ ...fault, operations: ['create'] });
    const answer = await directory.createInvitation(inviteTo(directoryId, 'ada@example.org'), CALL);
    expect(codeOf(answer)).toBe(code);
    // What commits late does so after its connection is gone.
    await expect.poll(() => control.count('create')).toMatchObject({ requests, committed });
    expect(await control.stored('ada@example.org')).toBe(committed);
  });

  test(`makes a revoke ${code}; it reached the upstream ${requests}×, and happened ${committed}×`, async () => {
    const { directory, directoryId } = await ready(control);
    const { id } = valueIn(await directory.createInvitation(inviteTo(directoryId, 'ada@example.org'), CALL));
    await control.fault({ ...fault, operations: ['revoke'] });
    expect(codeOf(await directory.revokeInvitation(directoryId, id, CALL))).toBe(code);
    await expect.poll(() => control.count('revoke')).toMatchObject({ requests, committed });
    const truth = valueIn(await directory.getInvitation(directoryId, id, CALL));
    expect(truth.status).toBe(committed === 1 ? 'revoked' : 'pending');
  });
});

test('a create answers what the upstream made of it', async () => {
  await control.settings({ normalise: true });
  const { directory, directoryId } = await ready(control);
  const input = { ...inviteTo(directoryId, 'ADA@Example.ORG'), displayName: ' Ada   Example ', purpose: '' };
  const created = valueIn(await directory.createInvitation(input, { requestId: 'req-77' }));
  expect(created).toMatchObject({
    directoryId,
    email: 'ada@example.org',
    displayName: 'Ada Example',
    purpose: 'Invited through the API',
    status: 'pending',
  });
  expect(Date.parse(created.expiresAt) - Date.parse(created.createdAt)).toBe(604_800_000);
  const [entry] = await control.journal('create');
  expect(entry).toMatchObject({ requestId: 'req-77', committed: created.id });
  expect(Object.keys(entry?.body ?? {})).toEqual(['email', 'displayName']);
});

test('a second pending invitation is refused or made, as the tenant has it', async () => {
  const { directory, directoryId } = await ready(control);
  const create = () => directory.createInvitation(inviteTo(directoryId, 'twice@example.org'), CALL);
  expect([codeOf(await create()), codeOf(await create())]).toEqual(['ok', 'conflict']);
  await control.settings({ duplicatePending: 'allow' });
  expect(codeOf(await create())).toBe('ok');
  expect(await control.stored('twice@example.org')).toBe(2);
});

test('what the upstream finds wrong is passed on in its words', async () => {
  await control.settings({ purposeLimit: 5 });
  const { directory, directoryId } = await ready(control);
  const answer = await directory.createInvitation(inviteTo(directoryId, 'ada@example.org'), CALL);
  expect(answer).toMatchObject({
    ok: false,
    error: { code: 'invalid', message: expect.stringContaining('purpose'), status: 400 },
  });
});

test('what is not pending any more cannot be revoked', async () => {
  const { directory, directoryId } = await ready(control);
  const { id } = valueIn(await directory.createInvitation(inviteTo(directoryId, 'ada@example.org'), CALL));
  expect(valueIn(await directory.revokeInvitation(directoryId, id, CALL)).status).toBe('revoked');
  expect(codeOf(await directory.revokeInvitation(directoryId, id, CALL))).toBe('precondition');
});

test('a slow tenant that creates after our deadline leaves a create unknown, not failed', async () => {
  const { directory, directoryId } = await ready(control);
  await control.settings({ latencyMs: 700 });
  expect(codeOf(await directory.createInvitation(inviteTo(directoryId, 'slow@example.org'), CALL))).toBe(
    'outcome-unknown',
  );
  await control.settings({ latencyMs: 0 });
  await expect.poll(() => control.stored('slow@example.org')).toBe(1);
  expect((await control.count('create')).requests).toBe(1);
});

test('nobody at the address: a create was not sent', async () => {
  const directory = directoryFor(control, {
    CONDUCTORONE_SERVER_URL: `http://127.0.0.1:${await closedPort()}`,
    CONDUCTORONE_CLIENT_SECRET: '',
    CONDUCTORONE_ACCESS_TOKEN: 'given',
  });
  expect(codeOf(await directory.createInvitation(inviteTo('d', 'ada@example.org'), CALL))).toBe('unavailable');
});

test('a limited create is refused without effect, and says when to come back', async () => {
  const { directory, directoryId } = await ready(control);
  await control.settings({ rateLimit: { perSecond: 0.01, burst: 1, retryAfter: 30, operations: ['create'] } });
  const create = (email: string) => directory.createInvitation(inviteTo(directoryId, email), CALL);
  expect(codeOf(await create('one@example.org'))).toBe('ok');
  expect(await create('two@example.org')).toMatchObject({ error: { code: 'rate-limited', retryAfterMs: 30_000 } });
  expect(await control.count('create')).toMatchObject({ requests: 2, committed: 1 });
});
