import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startClient, type TestClient } from '../test-client';

let sandbox: TestClient;
beforeAll(async () => {
  sandbox = await startClient({ people: 20, invitations: 0 });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

test('without a good bearer token there is no answer', async () => {
  for (const authorization of ['', 'Bearer', 'Bearer nonsense', 'Basic abc', 'DPoP abc']) {
    const reply = await sandbox.send('GET', '/api/v1/auth/introspect', undefined, { authorization });
    expect([reply.status, reply.body]).toEqual([
      401,
      { code: 16, message: 'The access token is missing, unknown or expired.', details: [] },
    ]);
  }
});

test('introspection names the service principal, its roles and permissions', async () => {
  const { tenant } = await sandbox.control('GET', '/');
  const roles = (await sandbox.api('GET', '/iam/roles')).body.list;
  const held = roles.find((role: { name: string }) => role.name === 'local_directory_api');
  expect((await sandbox.api('GET', '/auth/introspect')).body).toEqual({
    userId: tenant.servicePrincipalId,
    principleId: tenant.servicePrincipalId,
    tenantId: 'tenant-1',
    roles: [held.id],
    permissions: held.permissions,
    features: null,
    disabledModules: null,
    deviceClientId: '',
  });
});

test('unknown paths and wrong methods are answered as the vendor’s gateway does', async () => {
  const unknown = await sandbox.api('GET', '/nothing');
  expect([unknown.status, unknown.body]).toEqual([404, { code: 5, message: 'Not Found', details: [] }]);
  const wrong = await sandbox.api('DELETE', '/iam/roles');
  expect([wrong.status, wrong.body]).toEqual([501, { code: 12, message: 'Method Not Allowed', details: [] }]);
});

test('malformed JSON, JSON that is no object and a body that is too large are refused', async () => {
  const create = `/local-directory-configs/${(await sandbox.directories())[0]?.appId}/invitations`;
  for (const body of ['{"email":', '[]', '"x"', 'null']) {
    const reply = await sandbox.api('POST', create, body);
    expect([body, reply.status, reply.body.code]).toEqual([body, 400, 3]);
  }
  const large = await sandbox.api('POST', create, JSON.stringify({ purpose: 'x'.repeat(1024 * 1024) }));
  expect([large.status, large.body.code]).toEqual([413, 3]);
  expect((await sandbox.control('GET', '/invitations')).total).toBe(0);
});

test('every answer has a request id, the caller’s own when it is sane', async () => {
  const own = await sandbox.api('GET', '/auth/introspect', undefined, { 'x-request-id': 'usher-1234.a' });
  expect(own.headers.get('x-request-id')).toBe('usher-1234.a');
  const odd = await sandbox.api('GET', '/auth/introspect', undefined, { 'x-request-id': 'a b<c>' });
  expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  const { requests } = await sandbox.control('GET', '/journal?operation=introspect');
  expect(requests.map((entry: { requestId: string }) => entry.requestId)).toEqual([
    'usher-1234.a',
    odd.headers.get('x-request-id'),
  ]);
});

test('the date of an answer follows the invitations’ clock', async () => {
  await sandbox.control('POST', '/clock', { advanceSeconds: 86_400 });
  const date = Date.parse((await sandbox.api('GET', '/auth/introspect')).headers.get('date') ?? '');
  expect(Math.abs(date - Date.now() - 86_400_000)).toBeLessThan(5000);
});
