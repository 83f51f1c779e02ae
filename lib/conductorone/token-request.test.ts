import { createPublicKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compactVerify, decodeJwt, decodeProtectedHeader } from 'jose';
import { afterEach, describe, expect, test } from 'vitest';
import type { ConductorOneVars } from './config';
import { type Deadline, startDeadline } from './deadline';
import { clientSecret, fakeClock, START, testConfig } from './test-support';
import { requestToken } from './token-request';

const open: Deadline[] = [];
afterEach(() => {
  for (const deadline of open.splice(0)) deadline.end();
});

type Seen = { url: string; form: URLSearchParams; headers: Headers };

/** One token request against a fetch that answers `reply`, and what it sent. */
async function ask(vars: ConductorOneVars, reply: () => Response = () => bearer()) {
  const config = testConfig(vars);
  if (config.credential.kind === 'access-token') throw new Error('not a credential that asks');
  const clock = fakeClock();
  const deadline = startDeadline(10_000, clock);
  open.push(deadline);
  const seen: Seen[] = [];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    seen.push({ url: String(url), form: new URLSearchParams(String(init?.body)), headers: new Headers(init?.headers) });
    return reply();
  };
  const answer = await requestToken(config, config.credential, { clock, fetch }, deadline);
  return { answer, seen };
}

const bearer = (more: object = {}): Response =>
  Response.json({ access_token: 'opaque', token_type: 'Bearer', expires_in: 600, ...more });

describe('the request', () => {
  test('carries an assertion as ConductorOne wants it, and no secret', async () => {
    const secret = clientSecret();
    const { seen } = await ask({ CONDUCTORONE_CLIENT_SECRET: secret });
    const [{ url, form, headers }] = seen as [Seen];
    expect(url).toBe('https://acme.conductor.one/auth/v1/token');
    expect(headers.get('authorization')).toBeNull();
    expect(Object.fromEntries(form)).toMatchObject({
      grant_type: 'client_credentials',
      client_id: 'clever-fox-42195@acme.conductor.one/spc',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
    expect(form.get('client_secret')).toBeNull();

    const assertion = form.get('client_assertion') ?? '';
    expect(decodeProtectedHeader(assertion)).toMatchObject({
      alg: 'EdDSA',
      nonce: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    const now = START.getTime() / 1000;
    expect(decodeJwt(assertion)).toMatchObject({
      iss: 'clever-fox-42195@acme.conductor.one/spc',
      sub: 'clever-fox-42195@acme.conductor.one/spc',
      aud: ['acme.conductor.one'],
      iat: now - 60,
      nbf: now - 60,
      exp: now + 120,
      jti: expect.any(String),
    });
    const jwk = JSON.parse(Buffer.from(secret.split(':')[3] ?? '', 'base64url').toString());
    await compactVerify(assertion, createPublicKey({ key: { ...jwk, d: undefined }, format: 'jwk' }));
  });

  test('names the host that is talked to, without its port', async () => {
    const { seen } = await ask({ CONDUCTORONE_SERVER_URL: 'http://127.0.0.1:4000' });
    expect(decodeJwt(seen[0]?.form.get('client_assertion') ?? '').aud).toEqual(['127.0.0.1']);
  });

  test('never repeats an assertion', async () => {
    const secret = clientSecret();
    const [one, two] = await Promise.all([1, 2].map(() => ask({ CONDUCTORONE_CLIENT_SECRET: secret })));
    expect(one?.seen[0]?.form.get('client_assertion')).not.toBe(two?.seen[0]?.form.get('client_assertion'));
  });

  test('carries the secret in the body when told so', async () => {
    const secret = clientSecret();
    const { seen } = await ask({ CONDUCTORONE_CLIENT_SECRET: secret, USHER_UPSTREAM_AUTH: 'client_secret' });
    expect(seen[0]?.form.get('client_secret')).toBe(secret);
    expect(seen[0]?.form.get('client_assertion')).toBeNull();
    expect(seen[0]?.headers.get('authorization')).toBeNull();
  });

  test('exchanges a workload’s token, read anew from its file each time', async () => {
    const given = await ask({ CONDUCTORONE_CLIENT_SECRET: '', CONDUCTORONE_OIDC_TOKEN: 'a.b.c' });
    expect(Object.fromEntries(given.seen[0]?.form ?? [])).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      client_id: 'clever-fox-42195@acme.conductor.one/spc',
      subject_token: 'a.b.c',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    });
    const folder = await mkdtemp(join(tmpdir(), 'usher-'));
    try {
      const file = join(folder, 'token');
      const vars = { CONDUCTORONE_CLIENT_SECRET: '', CONDUCTORONE_OIDC_TOKEN_FILE: file };
      for (const token of ['first.a.b', 'second.a.b']) {
        await writeFile(file, `${token}\n`);
        expect((await ask(vars)).seen[0]?.form.get('subject_token')).toBe(token);
      }
      await rm(file);
      const missing = await ask(vars);
      expect(missing.seen).toHaveLength(0);
      expect(missing.answer).toMatchObject({
        ok: false,
        error: { code: 'unauthenticated', message: expect.stringContaining('CONDUCTORONE_OIDC_TOKEN_FILE') },
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the answer', () => {
  test.each([
    [600, 600_000],
    ['600', 600_000],
    [0.5, 500],
    [undefined, 300_000],
    [null, 300_000],
    [0, 300_000],
    [-5, 300_000],
    ['soon', 300_000],
    [1e300, 300_000],
    [9e9, 86_400_000],
  ])('expires_in %j makes it live %d ms', async (expires_in, lifetimeMs) => {
    const { answer } = await ask({}, () => bearer({ expires_in }));
    expect(answer).toMatchObject({ ok: true, value: { lifetimeMs } });
    expect(answer.ok && answer.value.token.reveal()).toBe('opaque');
  });

  const DATE = { date: 'Tue, 24 Nov 2026 10:05:00 GMT' };
  const oauth = (status: number, error: string, headers = {}) =>
    Response.json({ error, error_description: 'Because.' }, { status, headers });
  test.each([
    ['DPoP', () => bearer({ token_type: 'DPoP' }), 'unauthenticated', /proof of possession/],
    ['another type', () => bearer({ token_type: 'mac' }), 'unauthenticated', /type that Usher does not know/],
    ['a refusal', () => oauth(401, 'invalid_client'), 'unauthenticated', /^invalid_client: Because\.$/],
    ['a refusal in another time', () => oauth(401, 'invalid_client', DATE), 'unauthenticated', /clock is 300 s behind/],
    ['a 400', () => oauth(400, 'invalid_grant'), 'unauthenticated', /^invalid_grant/],
    ['a proxy’s 403', () => new Response('<html>', { status: 403 }), 'unavailable', /web page/],
    ['a gRPC 403', () => Response.json({ code: 7, message: 'no' }, { status: 403 }), 'unauthenticated', /no/],
    ['a login page', () => new Response('<html>'), 'unavailable', /web page/],
    ['no token', () => Response.json({ token_type: 'Bearer' }), 'unavailable', /without a token/],
    ['a token that breaks a header', () => bearer({ access_token: 'a\r\nb' }), 'unavailable', /without a token/],
    ['too many', () => Response.json({ error: 'slow_down' }, { status: 429 }), 'rate-limited', /429/],
    ['a 503', () => new Response('', { status: 503 }), 'unavailable', /503/],
    [
      'a redirect',
      () => new Response('', { status: 302, headers: { location: 'https://e.example' } }),
      'unavailable',
      /redirect/,
    ],
  ])('%s is told as what it is', async (_name, reply, code, words) => {
    expect((await ask({}, reply)).answer).toMatchObject({
      ok: false,
      error: { code, message: expect.stringMatching(words) },
    });
  });
});
