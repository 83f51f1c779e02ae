import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { importJWK, type JWK, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Reply, startClient, type TestClient } from '../test-client';
import { generateCredentials } from './credential';

let sandbox: TestClient;
let key: JWK;
beforeAll(async () => {
  sandbox = await startClient({ people: 20, invitations: 5 });
  const secret = sandbox.env.CONDUCTORONE_CLIENT_SECRET ?? '';
  key = JSON.parse(Buffer.from(secret.split(':')[3] ?? '', 'base64url').toString());
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const seconds = (): number => Math.floor(Date.now() / 1000);

interface AssertionOptions {
  claims?: JWTPayload;
  without?: string[];
  header?: Record<string, unknown>;
  key?: JWK;
}

async function assertion({
  claims = {},
  without = [],
  header = {},
  key: other,
}: AssertionOptions = {}): Promise<string> {
  const now = seconds();
  const id = sandbox.secretForm.client_id;
  const all: JWTPayload = { iss: id, sub: id, aud: ['127.0.0.1'], exp: now + 120, iat: now, nbf: now - 120, ...claims };
  for (const name of without) delete all[name];
  const signing = await importJWK(other ?? key, 'EdDSA');
  return new SignJWT(all).setProtectedHeader({ alg: 'EdDSA', nonce: randomUUID(), ...header }).sign(signing);
}

function withAssertion(token: string, more: Record<string, string> = {}): Promise<Reply> {
  return sandbox.requestToken({
    grant_type: 'client_credentials',
    client_id: sandbox.secretForm.client_id,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: token,
    ...more,
  });
}

function expectRefusal(reply: Reply, status: number, error: string, words: RegExp): void {
  expect(reply.status).toBe(status);
  expect(Object.keys(reply.body).sort()).toEqual(['error', 'error_description']);
  expect(reply.body.error).toBe(error);
  expect(reply.body.error_description).toMatch(words);
  expect(reply.headers.get('cache-control')).toBe('no-store');
}

test('the credential has the vendor’s format', () => {
  expect(sandbox.env.CONDUCTORONE_CLIENT_ID).toMatch(/^[a-z]+-[a-z]+-\d{5}@127\.0\.0\.1\/spc$/);
  expect(sandbox.env.CONDUCTORONE_CLIENT_SECRET).toMatch(/^secret-token:conductorone\.com:v1:[\w-]+$/);
  expect(key).toMatchObject({ kty: 'OKP', crv: 'Ed25519', d: expect.any(String), x: expect.any(String) });
});

test('a secret in the body gets a bearer token that works', async () => {
  const reply = await sandbox.requestToken(sandbox.secretForm);
  expect(reply.status).toBe(200);
  expect(reply.headers.get('cache-control')).toBe('no-store');
  expect(reply.body).toEqual({
    access_token: expect.stringMatching(/^[\w-]{43}$/),
    token_type: 'Bearer',
    expires_in: 600,
  });
  const headers = { authorization: `Bearer ${reply.body.access_token}` };
  expect((await sandbox.send('GET', '/api/v1/auth/introspect', undefined, headers)).status).toBe(200);
});

test.each([
  ['a list of one audience', {}],
  ['a single audience', { claims: { aud: '127.0.0.1' } }],
  ['five minutes at most', { claims: { exp: seconds() + 290 } }],
  ['no iat and no nbf', { without: ['iat', 'nbf'] }],
])('an assertion is accepted with %s', async (_name, options) => {
  expect((await withAssertion(await assertion(options))).status).toBe(200);
});

test('an assertion names the host it is sent to: localhost is another audience than 127.0.0.1', async () => {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await assertion({ claims: { aud: ['127.0.0.1'] } }),
  });
  const { port } = new URL(sandbox.url);
  const { request } = await import('node:http');
  const status = await new Promise((resolve, reject) => {
    const headers = { host: `localhost:${port}`, 'content-type': 'application/x-www-form-urlencoded' };
    const call = request(`${sandbox.url}/auth/v1/token`, { method: 'POST', headers }, (res) => resolve(res.statusCode));
    call.on('error', reject).end(body.toString());
  });
  expect(status).toBe(401);
});

test.each<[string, () => AssertionOptions, RegExp]>([
  ['another issuer', () => ({ claims: { iss: 'x' } }), /iss is not the client id/],
  ['another subject', () => ({ claims: { sub: 'x' } }), /sub is not the client id/],
  ['a url as audience', () => ({ claims: { aud: [sandbox.url] } }), /aud must be exactly the host/],
  ['two audiences', () => ({ claims: { aud: ['127.0.0.1', 'x'] } }), /aud must be exactly the host/],
  ['no audience', () => ({ without: ['aud'] }), /aud must be exactly the host/],
  ['no exp', () => ({ without: ['exp'] }), /exp is missing/],
  ['a past exp', () => ({ claims: { exp: seconds() - 1 } }), /it expired \d+ s ago/],
  ['an exp too far ahead', () => ({ claims: { exp: seconds() + 330 } }), /at most 300 s are allowed/],
  ['an iat in the future', () => ({ claims: { iat: seconds() + 30 } }), /iat is \d+ s in the future/],
  ['an nbf in the future', () => ({ claims: { nbf: seconds() + 30 } }), /nbf is \d+ s in the future/],
  ['alg Ed25519', () => ({ header: { alg: 'Ed25519' } }), /alg "Ed25519".*"EdDSA"/],
  [
    'another key',
    () => ({ key: generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as JWK }),
    /signature does not match/,
  ],
])('an assertion is refused with %s', async (_name, options, words) => {
  const made = options();
  const { alg } = made.header ?? {};
  const token =
    alg === 'Ed25519'
      ? (await assertion()).replace(/^[^.]+/, Buffer.from(JSON.stringify({ alg })).toString('base64url'))
      : await assertion(made);
  expectRefusal(await withAssertion(token), 401, 'invalid_client', words);
});

test('an assertion signed with a symmetric algorithm, or with none, is refused', async () => {
  for (const alg of ['HS256', 'none']) {
    const header = Buffer.from(JSON.stringify({ alg })).toString('base64url');
    const token = (await assertion()).replace(/^[^.]+/, header);
    expectRefusal(await withAssertion(token), 401, 'invalid_client', /expected "EdDSA"/);
  }
  expectRefusal(await withAssertion('rubbish'), 401, 'invalid_client', /not a signed JWT/);
});

test('an assertion works once, whether it has a jti or not', async () => {
  for (const claims of [{}, { jti: 'same' }]) {
    const token = await assertion({ claims });
    expect((await withAssertion(token)).status).toBe(200);
    expectRefusal(await withAssertion(token), 401, 'invalid_client', /used before/);
  }
  expectRefusal(
    await withAssertion(await assertion({ claims: { jti: 'same' } })),
    401,
    'invalid_client',
    /used before/,
  );
});

test('a client whose clock is off is told so', async () => {
  await sandbox.control('POST', '/clock', { tokenSkewSeconds: -400 });
  expectRefusal(await withAssertion(await assertion()), 401, 'invalid_client', /Is the clock right/);
  await sandbox.control('POST', '/clock', { tokenSkewSeconds: 400 });
  expectRefusal(await withAssertion(await assertion()), 401, 'invalid_client', /it expired/);
});

test.each<[string, Record<string, string>, number, string, RegExp]>([
  ['no grant type', { grant_type: '' }, 400, 'invalid_request', /grant_type is missing/],
  ['another grant type', { grant_type: 'password' }, 400, 'unsupported_grant_type', /"password" is not supported/],
  ['a wrong secret', { client_secret: 'no' }, 401, 'invalid_client', /secret is wrong/],
  ['another client', { client_id: 'other@127.0.0.1/spc' }, 401, 'invalid_client', /not known/],
  ['secret and assertion', { client_assertion: 'x' }, 400, 'invalid_request', /not both/],
])('a request is refused with %s', async (_name, change, status, error, words) => {
  expectRefusal(await sandbox.requestToken({ ...sandbox.secretForm, ...change }), status, error, words);
});

test('a request is refused without proof, with a wrong assertion type, a repeated field, JSON or a Basic header', async () => {
  const { client_secret, ...bare } = sandbox.secretForm;
  expectRefusal(await sandbox.requestToken(bare), 401, 'invalid_client', /not authenticated/);
  const { client_id: _id, ...nameless } = sandbox.secretForm;
  expectRefusal(await sandbox.requestToken(nameless), 400, 'invalid_request', /client_id is missing/);
  const typed = withAssertion(await assertion(), { client_assertion_type: 'x' });
  expectRefusal(await typed, 400, 'invalid_request', /client_assertion_type/);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const twice = `${new URLSearchParams(sandbox.secretForm)}&grant_type=client_credentials`;
  const repeated = await sandbox.send('POST', '/auth/v1/token', twice, form);
  expectRefusal(repeated, 400, 'invalid_request', /grant_type is given twice/);
  const json = await sandbox.send('POST', '/auth/v1/token', sandbox.secretForm);
  expectRefusal(json, 400, 'invalid_request', /form-urlencoded/);
  const basic = Buffer.from(`${bare.client_id}:${client_secret}`).toString('base64');
  const header = await sandbox.requestToken({ grant_type: 'client_credentials' }, { authorization: `Basic ${basic}` });
  expectRefusal(header, 401, 'invalid_client', /in the body/);
  expect((await sandbox.send('GET', '/auth/v1/token')).status).toBe(501);
});

test('a token of the identity provider is exchanged', async () => {
  const { token } = await sandbox.control('POST', '/workload-token', { person: 'maya-chen' });
  const form = {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: token,
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    client_id: sandbox.secretForm.client_id,
  };
  const reply = await sandbox.requestToken(form);
  expect(reply.status).toBe(200);
  expect(reply.body).toEqual({
    access_token: expect.any(String),
    token_type: 'Bearer',
    expires_in: 600,
    issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
  });
  const idToken = { ...form, subject_token_type: 'urn:ietf:params:oauth:token-type:id_token' };
  expect((await sandbox.requestToken(idToken)).status).toBe(200);

  const refused = (change: Record<string, string>) => sandbox.requestToken({ ...form, ...change });
  const saml = { subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' };
  expectRefusal(await refused(saml), 400, 'invalid_request', /subject_token_type must be/);
  expectRefusal(await refused({ subject_token: '' }), 400, 'invalid_request', /subject_token is missing/);
  expectRefusal(await refused({ subject_token: 'a.b.c' }), 400, 'invalid_grant', /subject token is refused/);
  expectRefusal(await refused({ subject_token: await assertion() }), 400, 'invalid_grant', /subject token is refused/);
  const old = await sandbox.control('POST', '/workload-token', { person: 'maya-chen', lifetimeSeconds: -10 });
  expectRefusal(await refused({ subject_token: old.token }), 400, 'invalid_grant', /"exp"/);
  expectRefusal(await refused({ client_id: 'x' }), 401, 'invalid_client', /not known/);
});

test('a token of an identity provider at another address is refused, even with the same key', async () => {
  const credentials = generateCredentials('127.0.0.1');
  const options = { people: 10, invitations: 0, credentials };
  const [one, two] = await Promise.all([startClient(options), startClient(options)]);
  const { token } = await one.control('POST', '/workload-token', { person: 'maya-chen' });
  const form = {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: token,
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    client_id: credentials.clientId,
  };
  expect((await one.requestToken(form)).status).toBe(200);
  expectRefusal(await two.requestToken(form), 400, 'invalid_grant', /"iss"/);
  await Promise.all([one.close(), two.close()]);
});

test('tokens expire by the token clock, and can all be revoked at once', async () => {
  const whoAmI = async (): Promise<number> => (await sandbox.api('GET', '/auth/introspect')).status;
  await sandbox.control('POST', '/clock', { advanceSeconds: 10_000 });
  expect(await whoAmI()).toBe(200);
  await sandbox.control('POST', '/clock', { tokenSkewSeconds: 599 });
  expect(await whoAmI()).toBe(200);
  await sandbox.control('POST', '/clock', { tokenSkewSeconds: 601 });
  expect(await whoAmI()).toBe(401);
  await sandbox.signIn();
  expect(await whoAmI()).toBe(200);
  await sandbox.control('POST', '/tokens/revoke', {});
  const reply = await sandbox.api('GET', '/auth/introspect');
  expect([reply.status, reply.body.code, reply.body.details]).toEqual([401, 16, []]);
});

test('life and type of tokens are switches', async () => {
  await sandbox.control('PATCH', '/settings', { tokenLifetimeSeconds: 30, tokenType: 'DPoP' });
  const reply = await sandbox.requestToken(sandbox.secretForm);
  expect(reply.body).toMatchObject({ token_type: 'DPoP', expires_in: 30 });
});

test.each<[string, number | null, number, number]>([
  ['expired', 401, 401, 16],
  ['address-refused', 401, 403, 7],
  ['missing-role', null, 403, 7],
])('a credential that is %s', async (credential, tokenStatus, apiStatus, code) => {
  await sandbox.control('PATCH', '/settings', { credential });
  const token = await sandbox.requestToken(sandbox.secretForm);
  if (tokenStatus === null) expect(token.status).toBe(200);
  else expectRefusal(token, tokenStatus, 'invalid_client', /expired|address/);
  const reply = await sandbox.api('GET', '/local-directory-configs');
  expect([reply.status, reply.body.code]).toEqual([apiStatus, code]);
  expect((await sandbox.api('GET', '/auth/introspect')).status).toBe(credential === 'missing-role' ? 200 : apiStatus);
});

test('the journal keeps no secret', async () => {
  await withAssertion(await assertion());
  await sandbox.requestToken(sandbox.secretForm);
  const { requests } = await sandbox.control('GET', '/journal?operation=token');
  expect(requests.map((entry: { body: unknown }) => entry.body)).toEqual([
    { grantType: 'client_credentials', proof: 'client_assertion' },
    { grantType: 'client_credentials', proof: 'client_secret' },
  ]);
});
