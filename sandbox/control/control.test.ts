import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startClient, type TestClient } from '../test-client';

let sandbox: TestClient;
beforeAll(async () => {
  sandbox = await startClient({ people: 30, invitations: 12 });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const whoAmI = async () => sandbox.api('GET', '/auth/introspect');

test('a reset brings back the seed state, settings, clocks, faults and an empty journal', async () => {
  const ids = async () =>
    (await sandbox.control('GET', '/invitations')).invitations.map((item: { id: string }) => item.id);
  const before = await ids();
  await sandbox.invite('guest@partner.example');
  await sandbox.control('POST', '/faults', { kind: 'drop' });
  await sandbox.control('PATCH', '/settings', { sparse: true, latencyMs: 1 });
  await sandbox.control('POST', '/clock', { advanceSeconds: 1e6, tokenSkewSeconds: 50 });
  await sandbox.control('POST', '/reset', {});

  expect(await ids()).toEqual(before);
  expect(await sandbox.control('GET', '/faults')).toEqual({ faults: [] });
  expect(await sandbox.control('GET', '/settings')).toMatchObject({ sparse: false, latencyMs: 0 });
  expect(await sandbox.control('GET', '/journal')).toEqual({ requests: [] });
  expect(await sandbox.control('GET', '/counters')).toEqual({ byOperation: {} });
  const clocks = await sandbox.control('GET', '/clock');
  expect(Math.abs(Date.parse(clocks.invitations) - Date.now())).toBeLessThan(5000);
  expect(Math.abs(Date.parse(clocks.token) - Date.now())).toBeLessThan(5000);
  expect((await whoAmI()).status).toBe(401);
});

test('an id never comes twice, not even across a reset', async () => {
  const first = (await sandbox.invite('guest@partner.example')).body.invitation.id;
  await sandbox.reset();
  expect((await sandbox.invite('guest@partner.example')).body.invitation.id).not.toBe(first);
});

test('seeding changes the size and, with another seed, the people; a reset goes back', async () => {
  expect(await sandbox.control('POST', '/seed', { people: 50, invitations: 3, seed: 9 })).toEqual({
    people: 50,
    invitations: 3,
    seed: 9,
  });
  const { tenant } = await sandbox.control('GET', '/');
  expect([tenant.users, tenant.invitations]).toEqual([50, 3]);
  await sandbox.control('POST', '/reset', {});
  expect((await sandbox.control('GET', '/')).tenant).toMatchObject({ users: 30, invitations: 12 });
});

test('the past has all statuses, some made by humans, some about to expire', async () => {
  await sandbox.control('POST', '/seed', { people: 500, invitations: 40 });
  const { invitations, total } = await sandbox.control('GET', '/invitations');
  const { tenant } = await sandbox.control('GET', '/');
  expect(total).toBe(40);
  const count = (keep: (item: Record<string, string>) => boolean): number => invitations.filter(keep).length;
  for (const status of ['PENDING', 'ACCEPTED', 'REVOKED', 'EXPIRED']) {
    expect([status, count((item) => item.status === `LOCAL_INVITATION_STATUS_${status}`) > 0]).toEqual([status, true]);
  }
  expect(count((item) => item.invitedByUserId !== tenant.servicePrincipalId)).toBeGreaterThan(5);
  const soon = Date.now() + 6 * 3_600_000;
  expect(
    count((item) => item.status?.endsWith('PENDING') === true && Date.parse(item.expiresAt ?? '') < soon),
  ).toBeGreaterThan(1);
  for (const item of invitations) {
    const accepted = item.status === 'LOCAL_INVITATION_STATUS_ACCEPTED';
    expect([item.createdUserId !== '', item.acceptedAt !== null]).toEqual([accepted, accepted]);
    if (!accepted) continue;
    const { user } = (await sandbox.api('GET', `/users/${item.createdUserId}`)).body.userView;
    expect([user.email, user.origin]).toEqual([item.email, 'USER_ORIGIN_LOCAL']);
  }
});

test('the rate limit lets a burst through and then refuses, with or without a time to wait', async () => {
  await sandbox.control('PATCH', '/settings', { rateLimit: { perSecond: 0.001, burst: 2, retryAfter: 3 } });
  expect([(await whoAmI()).status, (await whoAmI()).status]).toEqual([200, 200]);
  const refused = await whoAmI();
  expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([429, 8, '3']);
  expect((await sandbox.requestToken(sandbox.secretForm)).status).toBe(200);
  await sandbox.control('PATCH', '/settings', {
    rateLimit: { perSecond: 0.001, burst: 1, retryAfter: null, operations: ['introspect'] },
  });
  expect((await whoAmI()).status).toBe(200);
  const silent = await whoAmI();
  expect([silent.status, silent.headers.get('retry-after')]).toEqual([429, null]);
  expect((await sandbox.invite('guest@partner.example')).status).toBe(200);
});

test('latency delays the answers of the API', async () => {
  await sandbox.control('PATCH', '/settings', { latencyMs: { min: 80, max: 90 } });
  const started = performance.now();
  await whoAmI();
  expect(performance.now() - started).toBeGreaterThanOrEqual(79);
});

test('a wrong setting is refused and changes nothing', async () => {
  for (const patch of [{ sparse: 'yes' }, { noSuch: 1 }, { credential: 'lost' }]) {
    expect((await sandbox.send('PATCH', '/_sandbox/settings', patch)).status).toBe(400);
  }
  expect(await sandbox.control('GET', '/settings')).toMatchObject({ sparse: false, credential: 'ok' });
  expect((await sandbox.send('GET', '/_sandbox/nothing')).status).toBe(404);
  const wrong = await sandbox.send('DELETE', '/_sandbox/settings');
  expect([wrong.status, wrong.body.message]).toEqual([405, 'This path takes GET and PATCH.']);
});

test('another website cannot turn a switch through somebody’s browser', async () => {
  const reply = await sandbox.send('POST', '/_sandbox/reset', {}, { 'sec-fetch-site': 'cross-site' });
  expect([reply.status, reply.body.code]).toEqual([403, 7]);
  expect((await whoAmI()).status).toBe(200);
});

test('the journal numbers every request and keeps its body and its effect', async () => {
  const { invitation } = (await sandbox.invite('guest@partner.example')).body;
  await sandbox.api(
    'POST',
    `/local-directory-configs/${invitation.directoryAppId}/invitations/${invitation.id}/revoke`,
    {},
  );
  const { requests } = await sandbox.control('GET', '/journal');
  expect(requests).toEqual([
    {
      n: 1,
      at: expect.stringMatching(/Z$/),
      operation: 'create',
      method: 'POST',
      path: `/api/v1/local-directory-configs/${invitation.directoryAppId}/invitations`,
      status: 200,
      fault: null,
      requestId: expect.any(String),
      body: { email: 'guest@partner.example', displayName: 'A Guest' },
      committed: invitation.id,
    },
    expect.objectContaining({ n: 2, operation: 'revoke', status: 200, body: {}, committed: invitation.id }),
  ]);
});
