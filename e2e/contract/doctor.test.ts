import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { format } from '@/scripts/doctor/check';
import { examine } from '@/scripts/doctor/examine';
import { closedPort, sandboxControl } from './setup';

const control = sandboxControl();

const APP = {
  NEXTAUTH_URL: 'http://localhost:3000',
  NEXTAUTH_SECRET: 'n0t-a-real-secret-but-long-enough',
  USHER_ADMIN_GROUPS: 'usher-admins',
  USHER_ADMIN_GRANTS: '*',
  USHER_HELPDESK_GRANTS: 'Contractor, event_staff',
};

/** The doctor's outcome for the sandbox with these changes: each check's state, and everything that was said. */
async function doctor(vars: Record<string, string | undefined> = {}) {
  const all = { ...control.env, ...APP, ...vars };
  const results = await examine(all);
  const printed = format(results);
  for (const [name, value] of Object.entries(all)) {
    if (/SECRET|TOKEN$/.test(name) && value) expect(printed).not.toContain(value);
  }
  const names = (state: boolean | null) =>
    results.filter(({ outcome }) => outcome.ok === state).map(({ name }) => name);
  return { printed, failed: names(false), unchecked: names(null), passed: names(true) };
}

test('a sandbox with nothing amiss passes every check, and nothing is sent', async () => {
  const { failed, unchecked, passed } = await doctor();
  expect([failed, unchecked]).toEqual([[], []]);
  expect(passed).toHaveLength(16);
  expect((await control.count('create')).requests).toBe(0);
  expect((await control.count('revoke')).requests).toBe(0);
});

const AFTER_TOKEN = ['Credential', 'Directories', 'Roles and grants', 'Invitations'];
const AFTER_CLOCK = ['Token', ...AFTER_TOKEN];
const AFTER_REACHED = ['Clock', ...AFTER_CLOCK];

describe('the upstream', () => {
  test.each([
    [{ credential: 'expired' }, 'Token', AFTER_TOKEN, /has expired.*\n.*has it expired or been revoked/],
    [
      { credential: 'address-refused' },
      'Token',
      AFTER_TOKEN,
      /source address.*\n.*may it be used from this server’s address/,
    ],
    [{ tokenType: 'DPoP' }, 'Token', AFTER_TOKEN, /DPoP.*\n.*Issue a credential that does not demand/],
  ])('with %j fails at its %s', async (settings, name, unchecked, words) => {
    await control.settings(settings);
    const seen = await doctor();
    expect([seen.failed, seen.unchecked]).toEqual([[name], unchecked]);
    expect(seen.printed).toMatch(words);
  });

  test('with a credential that lacks a role says who it is and what to give it', async () => {
    await control.settings({ credential: 'missing-role' });
    const { failed, unchecked, printed } = await doctor();
    expect([failed, unchecked]).toEqual([['Directories', 'Roles and grants'], ['Invitations']]);
    expect(printed).toMatch(/✓ Credential +User \w+/);
    expect(printed).toContain('Give the service principal behind the credential a role');
  });

  test.each([
    [400, 'behind'],
    [-400, 'ahead of'],
  ])('whose clock differs by %d s fails at the clock', async (tokenSkewSeconds, word) => {
    await control.post('/clock', { tokenSkewSeconds });
    const { failed, unchecked, printed } = await doctor();
    expect([failed, unchecked]).toEqual([['Clock'], AFTER_CLOCK]);
    expect(printed).toMatch(new RegExp(`clock is (399|400|401) s ${word}`));
  });

  test.each([
    ['a proxy', { kind: 'html', status: 403 }, /web page/],
    ['an outage', { kind: 'status', status: 503 }, /503|fault/],
    ['a redirect', { kind: 'status', status: 302, body: 'empty' }, /redirect/],
  ])('behind %s is not reached', async (_name, fault, words) => {
    await control.fault({ ...fault, operations: ['token'] });
    const { failed, unchecked, printed } = await doctor();
    expect([failed, unchecked]).toEqual([['Upstream answers'], AFTER_REACHED]);
    expect(printed).toMatch(words);
  });

  test('behind a proxy that lets only tokens through is told from a refusal', async () => {
    await control.fault({ kind: 'html', status: 403, operations: ['list-directories'] });
    const { failed, printed } = await doctor();
    expect(failed).toEqual(['Directories']);
    expect(printed).toMatch(/web page.*\n.*\n.*a proxy or firewall answers/);
  });

  test('that is not there is not reached', async () => {
    const { failed, printed } = await doctor({ CONDUCTORONE_SERVER_URL: `http://127.0.0.1:${await closedPort()}` });
    expect(failed).toEqual(['Upstream answers']);
    expect(printed).toContain('ECONNREFUSED');
  });

  test('is asked with a given token, too', async () => {
    const vars = { CONDUCTORONE_CLIENT_SECRET: '', CONDUCTORONE_ACCESS_TOKEN: 'never-issued-by-anybody' };
    const { failed, unchecked } = await doctor(vars);
    expect([failed, unchecked]).toEqual([['Token'], AFTER_TOKEN]);
  });

  test('refuses a stale workload token in words of its own', async () => {
    const { token } = (await control.post('/workload-token', { person: 'omar-haddad', lifetimeSeconds: -60 })) as {
      token: string;
    };
    const { failed, printed } = await doctor({ CONDUCTORONE_CLIENT_SECRET: '', CONDUCTORONE_OIDC_TOKEN: token });
    expect(failed).toEqual(['Token']);
    expect(printed).toContain('The workload’s token is refused');
  });

  test('without a role that is to be handed out names it', async () => {
    const { failed, printed } = await doctor({ USHER_HELPDESK_GRANTS: 'Contractr' });
    expect(failed).toEqual(['Roles and grants']);
    expect(printed).toContain('USHER_HELPDESK_GRANTS: there is no role "Contractr"');
  });
});

describe('the mail server', () => {
  test('is not asked for when none is named', async () => {
    const { failed, printed } = await doctor({ SMTP_URL: '' });
    expect(failed).toEqual([]);
    expect(printed).toContain('Usher sends no mail');
  });

  test('that does not let Usher sign in is told, without the password', async () => {
    await control.post('/mail/faults', { kind: 'refuse', at: 'auth', status: 535 });
    const SMTP_URL = control.env.SMTP_URL?.replace('smtp://', 'smtp://usher:hunter2-hunter2@');
    const { failed, printed } = await doctor({ SMTP_URL });
    expect(failed).toEqual(['Mail server']);
    expect(printed).toMatch(/535.*\n.*Look at user and password/);
    expect(printed).not.toContain('hunter2');
  });

  test('that offers no encryption is refused when it is asked for', async () => {
    const { failed, printed } = await doctor({ SMTP_REQUIRE_TLS: 'true' });
    expect(failed).toEqual(['Mail server']);
    expect(printed).toContain('No encrypted connection');
  });

  test('that is not there is not reached', async () => {
    const { failed, printed } = await doctor({ SMTP_URL: `smtp://127.0.0.1:${await closedPort()}` });
    expect(failed).toEqual(['Mail server']);
    expect(printed).toMatch(/not reached: connect ECONNREFUSED.*\n.*Look at host and port/);
  });
});

describe('the variables', () => {
  test.each([
    [
      { CONDUCTORONE_CLIENT_SECRET: 'hunter2-hunter2-hunter2' },
      'Upstream variables',
      'CONDUCTORONE_CLIENT_SECRET must begin',
    ],
    [{ CONDUCTORONE_CLIENT_ID: undefined }, 'Upstream variables', 'CONDUCTORONE_CLIENT_ID is not set'],
    [{ NEXTAUTH_SECRET: 'short-secret' }, 'Usher’s variables', 'NEXTAUTH_SECRET must have at least 32'],
    [{ NEXTAUTH_URL: 'http://usher.acme.example' }, 'Usher’s variables', 'Put TLS in front'],
    [{ USHER_ADMIN_GROUPS: ' , ' }, 'Usher’s variables', 'Set USHER_ADMIN_GROUPS'],
    [{ OIDC_CLIENT_SECRET: '' }, 'Sign-in variables', 'OIDC_CLIENT_SECRET must be set'],
    [{ USHER_MAIL_FROM: '' }, 'Mail variables', 'USHER_MAIL_FROM must be set with SMTP_URL'],
  ])('%j fail by name, and the other groups are still checked', async (vars, name, words) => {
    const { failed, printed, passed } = await doctor(vars);
    expect(failed).toEqual([name]);
    expect(printed).toContain(words);
    expect(passed.length).toBeGreaterThan(3);
  });
});

describe('the identity provider', () => {
  test('that calls itself otherwise is named as it does', async () => {
    const { failed, unchecked, printed } = await doctor({ OIDC_ISSUER: `${control.env.OIDC_ISSUER}/` });
    expect([failed, unchecked]).toEqual([['Identity provider'], ['Sign-in client', 'Redirect address']]);
    expect(printed).toContain(`Set OIDC_ISSUER to exactly ${control.env.OIDC_ISSUER},`);
  });

  test('that does not know us, or where we are, says so', async () => {
    const wrong = await doctor({ OIDC_CLIENT_SECRET: 'not-the-secret-of-this-client' });
    expect(wrong.failed).toEqual(['Sign-in client']);
    const moved = await doctor({ NEXTAUTH_URL: 'http://localhost:3999' });
    expect(moved.failed).toEqual(['Redirect address']);
    expect(moved.printed).toContain('Register this redirect address');
  });

  test.each([
    ['speaks no code flow', { response_types_supported: ['id_token'] }, 'enable that flow'],
    ['takes no S256', { code_challenge_methods_supported: ['plain'] }, 'PKCE challenge of method S256'],
    ['has no token endpoint', { token_endpoint: undefined }, 'OIDC_ISSUER must be the address'],
  ])('that %s is not fit', async (_name, change, words) => {
    let issuer = '';
    const server = createServer((_req, res) => {
      const at = (path: string) => `${issuer}${path}`;
      res.setHeader('content-type', 'application/json').end(
        JSON.stringify({
          issuer,
          authorization_endpoint: at('/auth'),
          token_endpoint: at('/token'),
          jwks_uri: at('/jwks'),
          response_types_supported: ['code'],
          code_challenge_methods_supported: ['S256'],
          ...change,
        }),
      );
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const { failed, printed } = await doctor({ OIDC_ISSUER: issuer });
      expect(failed).toEqual(['Identity provider']);
      expect(printed).toContain(words);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  test('that is not there is not reached', async () => {
    const { failed, printed } = await doctor({ OIDC_ISSUER: `http://127.0.0.1:${await closedPort()}` });
    expect(failed).toEqual(['Identity provider']);
    expect(printed).toContain('cannot be reached');
  });
});

test.each([
  [{}, 0],
  [{ USHER_HELPDESK_GRANTS: 'Contractr' }, 1],
])('the command with %j ends with %d', async (vars, expected) => {
  const args = ['--conditions', 'react-server', '--import', 'tsx', 'scripts/doctor.ts'];
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: 'production',
    PATH: process.env.PATH ?? '',
    ...control.env,
    ...APP,
    ...vars,
  };
  const { code, output } = await new Promise<{ code: unknown; output: string }>((resolve) => {
    execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, output: stdout + stderr });
    });
  });
  expect(code).toBe(expected);
  expect(output).toContain('✓ Token');
  expect(output).not.toContain((control.env.CONDUCTORONE_CLIENT_SECRET ?? '').slice(40));
});
