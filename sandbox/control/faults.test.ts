import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startClient, type TestClient } from '../test-client';

let sandbox: TestClient;
beforeAll(async () => {
  sandbox = await startClient({ people: 20, invitations: 0 });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const fault = (rule: Record<string, unknown>) => sandbox.control('POST', '/faults', rule);
const stored = async (): Promise<number> => (await sandbox.control('GET', '/invitations')).total;
const counter = async (operation = 'create') => (await sandbox.control('GET', '/counters')).byOperation[operation];
const lastCall = async () => (await sandbox.control('GET', '/journal?operation=create')).requests.at(-1);
const invite = (email = 'guest@partner.example') => sandbox.invite(email);

/** Waits for a condition of the sandbox by asking it again and again, a bounded number of times. */
async function until(reached: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 2000; i++) if (await reached()) return;
  throw new Error('not reached');
}

test('a status answers without effect, once when it is set for once', async () => {
  await fault({ kind: 'status', status: 503, retryAfter: 7, operations: ['create'], times: 1 });
  const refused = await invite();
  expect([refused.status, refused.headers.get('retry-after'), refused.body]).toEqual([
    503,
    '7',
    { code: 14, message: expect.any(String), details: [] },
  ]);
  expect(await stored()).toBe(0);
  expect((await invite()).status).toBe(200);
  expect(await counter()).toEqual({ requests: 2, committed: 1, byStatus: { 200: 1, 503: 1 } });
});

test('a status can come empty or as a page', async () => {
  await fault({ kind: 'status', status: 500, body: 'empty', operations: ['create'], times: 1 });
  await fault({ kind: 'status', status: 500, body: 'html', operations: ['create'], times: 1 });
  expect((await invite()).body).toBe('');
  const page = await invite();
  expect([page.status, page.headers.get('content-type')]).toEqual([500, 'text/html']);
});

test.each([undefined, 200])('a proxy answers with a page, status %s', async (status) => {
  await fault({ kind: 'html', ...(status ? { status } : {}) });
  const reply = await invite();
  expect([reply.status, reply.headers.get('content-type')]).toEqual([status ?? 502, 'text/html']);
  expect(reply.body).toContain('<html>');
  expect(await stored()).toBe(0);
  expect(await counter()).toEqual({ requests: 1, committed: 0, byStatus: { [status ?? 502]: 1 } });
});

test('a hanging call has no answer and no effect', async () => {
  await fault({ kind: 'hang', operations: ['introspect'] });
  const call = fetch(`${sandbox.url}/api/v1/auth/introspect`, {
    headers: { authorization: await bearer() },
    signal: AbortSignal.timeout(150),
  });
  await expect(call).rejects.toThrow(/timeout/);
  expect(await counter('introspect')).toEqual({ requests: 1, committed: 0, byStatus: { none: 1 } });
});

async function bearer(): Promise<string> {
  return `Bearer ${(await sandbox.requestToken(sandbox.secretForm)).body.access_token}`;
}

test('a dropped call has no answer and no effect', async () => {
  await fault({ kind: 'drop', operations: ['create'] });
  await expect(invite()).rejects.toThrow('fetch failed');
  expect(await stored()).toBe(0);
  expect(await counter()).toEqual({ requests: 1, committed: 0, byStatus: { none: 1 } });
  expect(await lastCall()).toMatchObject({ status: null, fault: 'drop', committed: null });
});

test('commit-then-drop has its effect, exactly once, and no answer', async () => {
  await fault({ kind: 'commit-then-drop', operations: ['create'], times: 1 });
  await expect(invite()).rejects.toThrow('fetch failed');
  const { invitations } = await sandbox.control('GET', '/invitations?email=guest@partner.example');
  expect(invitations).toHaveLength(1);
  expect(await lastCall()).toMatchObject({ status: null, fault: 'commit-then-drop', committed: invitations[0].id });
  expect(await counter()).toEqual({ requests: 1, committed: 1, byStatus: { none: 1 } });
  expect((await invite()).status).toBe(409);
});

test.each<[Record<string, unknown>, number, unknown]>([
  [{}, 500, { code: 13, message: expect.any(String), details: [] }],
  [{ status: 503 }, 503, { code: 14, message: expect.any(String), details: [] }],
  [{ status: 502, body: 'html' }, 502, expect.stringContaining('<html>')],
])('commit-then-status %j has its effect and answers as if it had not', async (more, status, body) => {
  await fault({ kind: 'commit-then-status', operations: ['create'], ...more });
  const reply = await invite();
  expect([reply.status, reply.body]).toEqual([status, body]);
  expect(await counter()).toEqual({ requests: 1, committed: 1, byStatus: { [status]: 1 } });
  expect(await stored()).toBe(1);
});

test.each(['drop', 'hang'])('commit-late has its effect after the connection is gone (%s)', async (connection) => {
  await fault({ kind: 'commit-late', operations: ['create'], afterMs: 300, connection });
  const [directory] = await sandbox.directories();
  const call = fetch(`${sandbox.url}/api/v1/local-directory-configs/${directory?.appId}/invitations`, {
    method: 'POST',
    headers: { authorization: await bearer() },
    body: JSON.stringify({ email: 'guest@partner.example', displayName: 'A Guest' }),
    signal: AbortSignal.timeout(100),
  });
  await expect(call).rejects.toThrow(connection === 'drop' ? 'fetch failed' : /timeout/);
  expect(await stored()).toBe(0);
  expect(await counter()).toEqual({ requests: 1, committed: 0, byStatus: { none: 1 } });
  await until(async () => (await stored()) === 1);
  expect(await counter()).toEqual({ requests: 1, committed: 1, byStatus: { none: 1 } });
  expect(await lastCall()).toMatchObject({ fault: 'commit-late', committed: expect.any(String) });
});

test('a reset cancels what would be committed late', async () => {
  await fault({ kind: 'commit-late', operations: ['create'], afterMs: 100 });
  await expect(invite('first@partner.example')).rejects.toThrow('fetch failed');
  await sandbox.reset();
  await fault({ kind: 'commit-late', operations: ['create'], afterMs: 120 });
  await expect(invite('second@partner.example')).rejects.toThrow('fetch failed');
  await until(async () => (await stored()) > 0);
  const { invitations } = await sandbox.control('GET', '/invitations');
  expect(invitations.map((item: { email: string }) => item.email)).toEqual(['second@partner.example']);
});

test.each<[string, unknown]>([
  ['empty', ''],
  ['malformed', expect.stringMatching(/^\{"invitation":\{/)],
  ['null-invitation', { invitation: null }],
])('%s is a 200 that says nothing of use, after the effect', async (kind, body) => {
  await fault({ kind, operations: ['create'] });
  const reply = await invite();
  expect([reply.status, reply.body]).toEqual([200, body]);
  expect(await counter()).toEqual({ requests: 1, committed: 1, byStatus: { 200: 1 } });
  expect((await invite()).body).toMatchObject({ code: 6 });
});

test('a slow body comes after its headers', async () => {
  await fault({ kind: 'slow-body', ms: 300, operations: ['introspect'] });
  const authorization = await bearer();
  const started = performance.now();
  const response = await fetch(`${sandbox.url}/api/v1/auth/introspect`, { headers: { authorization } });
  const headersAfter = performance.now() - started;
  expect(response.status).toBe(200);
  expect(await response.json()).toHaveProperty('userId');
  const bodyAfter = performance.now() - started;
  expect(bodyAfter).toBeGreaterThanOrEqual(295);
  expect(bodyAfter - headersAfter).toBeGreaterThan(50);
});

test('the token endpoint has faults of its own only', async () => {
  await fault({ kind: 'status', status: 500 });
  expect((await sandbox.requestToken(sandbox.secretForm)).status).toBe(200);
  expect((await invite()).status).toBe(500);
  await sandbox.control('DELETE', '/faults');
  await fault({ kind: 'html', operations: ['token'] });
  expect((await sandbox.requestToken(sandbox.secretForm)).status).toBe(502);
  expect((await invite()).status).toBe(200);
});

test('faults leave control, outbox, accept and identity provider alone', async () => {
  await invite();
  const [mail] = (await sandbox.control('GET', '/outbox')).mails;
  await fault({ kind: 'drop' });
  await sandbox.control('PATCH', '/settings', { latencyMs: 60_000 });
  for (const path of ['/', '/outbox', `/outbox/${mail.id}`, mail.link, '/idp/jwks', '/_sandbox/']) {
    expect([path, (await sandbox.send('GET', path)).status]).toEqual([path, 200]);
  }
});

test('a rate draws the same calls again from the same seed', async () => {
  const run = async (): Promise<number[]> => {
    await sandbox.control('DELETE', '/faults');
    await sandbox.control('PATCH', '/settings', { randomSeed: 42 });
    await fault({ kind: 'status', status: 503, rate: 0.5, operations: ['introspect'] });
    const statuses: number[] = [];
    for (let i = 0; i < 20; i++) statuses.push((await sandbox.api('GET', '/auth/introspect')).status);
    return statuses;
  };
  const first = await run();
  expect(new Set(first)).toEqual(new Set([200, 503]));
  expect(await run()).toEqual(first);
});

test('the first rule that covers a call wins; rules are listed with their uses and cleared', async () => {
  await fault({ kind: 'status', status: 500, operations: ['create'], times: 1 });
  await fault({ kind: 'status', status: 503 });
  expect((await invite()).status).toBe(500);
  expect((await invite()).status).toBe(503);
  const { faults } = await sandbox.control('GET', '/faults');
  expect(faults).toEqual([
    {
      id: expect.any(Number),
      kind: 'status',
      status: 500,
      body: 'grpc',
      rate: 1,
      operations: ['create'],
      times: 1,
      fired: 1,
    },
    { id: expect.any(Number), kind: 'status', status: 503, body: 'grpc', rate: 1, fired: 1 },
  ]);
  await sandbox.control('DELETE', '/faults');
  expect((await invite()).status).toBe(200);
});

test('a rule that makes no sense is refused with the field at fault', async () => {
  for (const rule of [
    { kind: 'explode' },
    { kind: 'drop', operations: ['sing'] },
    { kind: 'drop', rate: 2 },
    { kind: 'slow-body' },
  ]) {
    const reply = await sandbox.send('POST', '/_sandbox/faults', rule);
    expect([rule, reply.status, reply.body.code]).toEqual([rule, 400, 3]);
  }
});
