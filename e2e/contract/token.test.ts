import { describe, expect, test } from 'vitest';
import { memoryLog } from '@/lib/conductorone/test-support';
import type { Clock, Directory } from '@/lib/invitations/ports';
import { CALL, codeOf, directoryFor, inviteTo, partners, realClock, sandboxControl, valueIn } from './setup';

const control = sandboxControl();

const create = (directory: Directory, directoryId: string, count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, n) =>
      directory.createInvitation(inviteTo(directoryId, `p${n}@example.org`), CALL),
    ),
  );

describe('each way to sign in', () => {
  test.each([
    ['assertion', 'client_assertion'],
    ['client_secret', 'client_secret'],
  ])('%s', async (auth, proof) => {
    expect(codeOf(await directoryFor(control, { USHER_UPSTREAM_AUTH: auth }).introspect(CALL))).toBe('ok');
    expect((await control.journal('token')).map(({ body }) => body)).toEqual([
      { grantType: 'client_credentials', proof },
    ]);
  });

  test('a workload’s own token', async () => {
    const { token } = (await control.post('/workload-token', { person: 'omar-haddad' })) as { token: string };
    const vars = { CONDUCTORONE_CLIENT_SECRET: '', CONDUCTORONE_OIDC_TOKEN: token };
    expect(codeOf(await directoryFor(control, vars).introspect(CALL))).toBe('ok');
    expect((await control.journal('token'))[0]?.body).toMatchObject({ proof: 'subject_token' });
  });

  test('a token given by configuration', async () => {
    const response = await fetch(`${control.url}/auth/v1/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: control.env.CONDUCTORONE_CLIENT_ID ?? '',
        client_secret: control.env.CONDUCTORONE_CLIENT_SECRET ?? '',
      }),
    });
    const { access_token } = (await response.json()) as { access_token: string };
    const vars = { CONDUCTORONE_CLIENT_SECRET: '', CONDUCTORONE_ACCESS_TOKEN: access_token };
    const directory = directoryFor(control, vars);
    expect(codeOf(await directory.introspect(CALL))).toBe('ok');
    await control.post('/tokens/revoke');
    expect(codeOf(await directory.introspect(CALL))).toBe('unauthenticated');
    expect((await control.count('token')).requests).toBe(1);
  });
});

test('two hundred creates at once take one token request', async () => {
  const directory = directoryFor(control);
  const { id } = await partners(directoryFor(control));
  await control.post('/reset');
  const answers = await create(directory, id, 200);
  expect(new Set(answers.map(codeOf))).toEqual(new Set(['ok']));
  expect((await control.count('token')).requests).toBe(1);
  expect(await control.count('create')).toMatchObject({ requests: 200, committed: 200 });
});

test('a token revoked under twenty creates is renewed once, and each is sent once more', async () => {
  const directory = directoryFor(control);
  const { id } = await partners(directory);
  await control.post('/tokens/revoke');
  const answers = await create(directory, id, 20);
  expect(new Set(answers.map(codeOf))).toEqual(new Set(['ok']));
  expect((await control.count('token')).requests).toBe(2);
  const { requests, committed, byStatus } = await control.count('create');
  expect({ committed, byStatus, requests }).toEqual({
    committed: 20,
    byStatus: { 200: 20, 401: requests - 20 },
    requests,
  });
});

test('a token is renewed ahead of its end, and no request is refused for it', async () => {
  await control.settings({ tokenLifetimeSeconds: 100 });
  let passed = 0;
  const clock: Clock = { now: () => new Date(), monotonicMs: () => realClock.monotonicMs() + passed };
  const directory = directoryFor(control, {}, { clock });
  await directory.introspect(CALL);
  passed = 89_000;
  await directory.introspect(CALL);
  expect((await control.count('token')).requests).toBe(1);
  passed = 91_000;
  await directory.introspect(CALL);
  await expect.poll(async () => (await control.count('token')).requests).toBe(2);
  expect((await control.count('introspect')).byStatus).toEqual({ 200: 3 });
});

describe('a token endpoint that fails', () => {
  test.each([
    [{ kind: 'status', status: 503 }, 'unavailable', 3],
    [{ kind: 'html', status: 403 }, 'unavailable', 3],
    [{ kind: 'drop' }, 'unavailable', 3],
    [{ kind: 'malformed' }, 'unavailable', 3],
    [{ kind: 'hang' }, 'timed-out', 1],
  ])('with %j makes a create %s, of which nothing was sent', async (fault, code, requests) => {
    const directory = directoryFor(control, { USHER_UPSTREAM_DEADLINE_MS: '800' });
    await control.fault({ ...fault, operations: ['token'] });
    expect(codeOf(await directory.createInvitation(inviteTo('d', 'ada@example.org'), CALL))).toBe(code);
    expect((await control.count('token')).requests).toBe(requests);
    expect((await control.count('create')).requests).toBe(0);
  });

  test('once is asked again', async () => {
    await control.fault({ kind: 'drop', operations: ['token'], times: 1 });
    expect(codeOf(await directoryFor(control).introspect(CALL))).toBe('ok');
    expect((await control.count('token')).requests).toBe(2);
  });

  test('is not remembered as failing', async () => {
    const directory = directoryFor(control);
    await control.settings({ credential: 'expired' });
    expect(codeOf(await directory.introspect(CALL))).toBe('unauthenticated');
    await control.settings({ credential: 'ok' });
    expect(codeOf(await directory.introspect(CALL))).toBe('ok');
  });

  test('gives the caller who gave up an answer, and the token to the others', async () => {
    await control.fault({ kind: 'slow-body', ms: 300, operations: ['token'], times: 1 });
    const directory = directoryFor(control);
    const impatient = new AbortController();
    const first = directory.introspect({ ...CALL, signal: impatient.signal });
    const second = directory.introspect(CALL);
    impatient.abort();
    expect(codeOf(await first)).toBe('timed-out');
    expect(codeOf(await second)).toBe('ok');
    expect((await control.count('token')).requests).toBe(1);
  });
});

test.each([
  [{ credential: 'expired' }, 'unauthenticated', /expired/],
  [{ credential: 'address-refused' }, 'unauthenticated', /source address/],
  [{ credential: 'missing-role' }, 'forbidden', /lacks a role/],
  [{ tokenType: 'DPoP' }, 'unauthenticated', /proof of possession \(DPoP\)/],
])('%j is told in words that lead to it', async (settings, code, words) => {
  await control.settings(settings);
  const answer = await directoryFor(control).listRoles(CALL);
  expect(answer).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(words) } });
});

test.each([
  [600, /behind/],
  [-600, /ahead of/],
])('a token endpoint whose clock is off by %d s is told from a wrong credential', async (tokenSkewSeconds, words) => {
  await control.post('/clock', { tokenSkewSeconds });
  const answer = await directoryFor(control).introspect(CALL);
  expect(answer).toMatchObject({
    ok: false,
    error: { code: 'unauthenticated', message: expect.stringMatching(words) },
  });
});

test('a clock that is a minute off still signs in', async () => {
  for (const tokenSkewSeconds of [60, -60]) {
    await control.post('/clock', { tokenSkewSeconds });
    expect([tokenSkewSeconds, codeOf(await directoryFor(control).introspect(CALL))]).toEqual([tokenSkewSeconds, 'ok']);
  }
});

test('neither the secret nor a token reaches the log or an error', async () => {
  const log = memoryLog();
  const directory = directoryFor(control, {}, { log });
  const { id } = await partners(directory);
  valueIn(await directory.createInvitation(inviteTo(id, 'ada@example.org'), CALL));
  await control.settings({ credential: 'expired' });
  const refused = await directory.introspect(CALL);
  const seen = JSON.stringify([log.lines, refused]);
  expect(seen).not.toContain((control.env.CONDUCTORONE_CLIENT_SECRET ?? '').slice(40, 60));
  expect(seen).not.toMatch(/eyJ|Bearer|ada@example\.org/);
});
