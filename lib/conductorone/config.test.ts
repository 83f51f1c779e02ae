import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ConductorOneVars, conductorOneConfig } from './config';
import { clientSecret } from './test-support';

const ID = 'clever-fox-42195@acme.conductor.one/spc';
const SECRET = clientSecret();
const VARS = { CONDUCTORONE_CLIENT_ID: ID, CONDUCTORONE_CLIENT_SECRET: SECRET };

const configOf = (vars: ConductorOneVars) => {
  const result = conductorOneConfig(vars);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
};
const problemsOf = (vars: ConductorOneVars) => {
  const result = conductorOneConfig(vars);
  return result.ok ? [] : result.problems.map(({ variable, message }) => `${variable} ${message}`);
};

describe('the server', () => {
  test('follows from the client id', () => {
    expect(configOf(VARS).baseUrl).toBe('https://acme.conductor.one');
  });

  test.each([
    ['https://other.example/', 'https://other.example'],
    ['https://proxy.example/c1/', 'https://proxy.example/c1'],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
    ['http://localhost:4000', 'http://localhost:4000'],
    ['http://[::1]:4000', 'http://[::1]:4000'],
  ])('%s overrides it', (given, baseUrl) => {
    expect(configOf({ ...VARS, CONDUCTORONE_SERVER_URL: given }).baseUrl).toBe(baseUrl);
  });

  test.each([
    ['http://acme.conductor.one', 'must begin with https://'],
    ['http://127.0.0.1.evil.example', 'must begin with https://'],
    ['http://localhost.evil.example', 'must begin with https://'],
    ['acme.conductor.one', 'must be a whole address'],
    ['ftp://acme.conductor.one', 'must be a whole address'],
    ['https://me:pw@acme.conductor.one', 'must be an address only'],
    ['https://acme.conductor.one?x=1', 'must be an address only'],
  ])('%s is refused', (given, words) => {
    expect(problemsOf({ ...VARS, CONDUCTORONE_SERVER_URL: given }).join()).toContain(
      `CONDUCTORONE_SERVER_URL ${words}`,
    );
  });

  test.each([
    '',
    'clever-fox',
    'clever-fox@acme.conductor.one',
    '@acme.conductor.one/spc',
    'a@b c/spc',
    'a@evil/x/spc',
    'a@b@c/spc',
  ])('the client id %j is refused', (id) => {
    expect(problemsOf({ ...VARS, CONDUCTORONE_CLIENT_ID: id }).join()).toMatch(
      /^CONDUCTORONE_CLIENT_ID (must|is not set)/,
    );
  });
});

describe('the credential', () => {
  test('signs assertions unless told otherwise', () => {
    expect(configOf(VARS).credential.kind).toBe('assertion');
    expect(configOf({ ...VARS, USHER_UPSTREAM_AUTH: 'client_secret' }).credential.kind).toBe('client-secret');
    expect(problemsOf({ ...VARS, USHER_UPSTREAM_AUTH: 'basic' })).toEqual([
      'USHER_UPSTREAM_AUTH must be "assertion" or "client_secret"',
    ]);
  });

  test('may be a workload’s token, given or in a file, or an access token', () => {
    const id = { CONDUCTORONE_CLIENT_ID: ID };
    expect(configOf({ ...id, CONDUCTORONE_OIDC_TOKEN: 'a.b.c' }).credential).toMatchObject({ kind: 'federation' });
    expect(configOf({ ...id, CONDUCTORONE_OIDC_TOKEN_FILE: '/run/token' }).credential).toMatchObject({
      kind: 'federation',
      subject: { file: '/run/token' },
    });
    const access = { CONDUCTORONE_ACCESS_TOKEN: 't', CONDUCTORONE_SERVER_URL: 'https://acme.conductor.one' };
    expect(configOf(access).credential.kind).toBe('access-token');
    expect(problemsOf({ CONDUCTORONE_ACCESS_TOKEN: 't' }).join()).toMatch(/^CONDUCTORONE_SERVER_URL is not set/);
  });

  test.each(['two words', 'two\nlines', 'tøken'])('as an access token %j is refused', (token) => {
    const vars = { CONDUCTORONE_ACCESS_TOKEN: token, CONDUCTORONE_SERVER_URL: 'https://acme.conductor.one' };
    expect(problemsOf(vars).join()).toMatch(/^CONDUCTORONE_ACCESS_TOKEN holds characters that no token has/);
  });

  test('is one and not two', () => {
    expect(problemsOf({ ...VARS, CONDUCTORONE_OIDC_TOKEN: 'a.b.c' }).join()).toMatch(
      /^CONDUCTORONE_CLIENT_SECRET is set beside CONDUCTORONE_OIDC_TOKEN/,
    );
  });

  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ format: 'jwk' });
  const open = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
  const whole = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  test.each([
    ['nothing', '', 'is not set'],
    ['a password', 'correct horse battery staple', 'must begin with "secret-token:conductorone.com:v1:"'],
    ['another version', SECRET.replace(':v1:', ':v2:'), 'is of another version than v1'],
    ['no base64url', `${SECRET}!`, 'is not base64url'],
    ['no key part', 'secret-token:conductorone.com:v1:', 'is not base64url'],
    ['cut off', SECRET.slice(0, -20), 'does not hold a JSON key'],
    ['no object', clientSecret('text'), 'does not hold a JSON key'],
    ['an RSA key', clientSecret(rsa), 'holds a key of another type'],
    ['a public key', clientSecret(open), 'holds only a public key'],
    ['a damaged key', clientSecret({ ...whole, d: 'short' }), 'holds a damaged Ed25519 key'],
  ])('a secret that is %s has its own sentence', (_name, secret, words) => {
    const problems = problemsOf({ ...VARS, CONDUCTORONE_CLIENT_SECRET: secret });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`CONDUCTORONE_CLIENT_SECRET ${words}`);
  });
});

test.each([
  ['', 10_000],
  ['2500', 2500],
])('the deadline %j is %d ms', (given, ms) => {
  expect(configOf({ ...VARS, USHER_UPSTREAM_DEADLINE_MS: given }).deadlineMs).toBe(ms);
});

test.each(['0', '-1', '1e3', 'ten', '99', '120001', '2500.5'])('the deadline %j is refused', (given) => {
  expect(problemsOf({ ...VARS, USHER_UPSTREAM_DEADLINE_MS: given }).join()).toMatch(/^USHER_UPSTREAM_DEADLINE_MS must/);
});

test('all problems are told at once', () => {
  expect(problemsOf({ USHER_UPSTREAM_DEADLINE_MS: 'x' })).toHaveLength(3);
});

test('no secret is repeated, neither in a problem nor in a printed configuration', () => {
  const hidden = fc.string({ minLength: 6, maxLength: 40, unit: fc.constantFrom(...'QXZJKqxzjk0123456789') });
  const form = fc.constantFrom(
    '',
    'secret-token:conductorone.com:v1:',
    'secret-token:conductorone.com:',
    'secret-token:',
  );
  const names = ['CONDUCTORONE_CLIENT_SECRET', 'CONDUCTORONE_OIDC_TOKEN', 'CONDUCTORONE_ACCESS_TOKEN'];
  fc.assert(
    fc.property(hidden, form, fc.subarray(names, { minLength: 1 }), (secret, prefix, set) => {
      const vars = Object.fromEntries(set.map((name) => [name, prefix + secret]));
      const result = conductorOneConfig({ CONDUCTORONE_CLIENT_ID: ID, ...vars });
      expect(JSON.stringify(result) + inspect(result, { depth: 9 })).not.toContain(secret);
    }),
  );
  const config = configOf(VARS);
  const d = JSON.parse(Buffer.from(SECRET.split(':')[3] ?? '', 'base64url').toString()).d as string;
  expect(JSON.stringify(config) + inspect(config, { depth: 9 })).not.toContain(d);
});
