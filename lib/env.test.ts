import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseConfig } from './env';

const { privateKey } = generateKeyPairSync('ed25519');
const jwk = Buffer.from(JSON.stringify(privateKey.export({ format: 'jwk' }))).toString('base64url');

const good = {
  NEXTAUTH_URL: 'https://usher.acme.example/',
  NEXTAUTH_SECRET: 's'.repeat(32),
  OIDC_ISSUER: 'https://id.acme.example',
  OIDC_CLIENT_ID: 'usher',
  OIDC_CLIENT_SECRET: 'hush-hush',
  USHER_MAIL_FROM: 'Usher <usher@acme.example>',
  DATABASE_URL: 'postgres://usher:secret-of-the-database@db.acme.example/usher',
  CONDUCTORONE_CLIENT_ID: 'clever-fox-42195@acme.conductor.one/spc',
  CONDUCTORONE_CLIENT_SECRET: `secret-token:conductorone.com:v1:${jwk}`,
};

const problemsOf = (change: Record<string, string | undefined>) => {
  const parsed = parseConfig({ ...good, ...change });
  return parsed.ok ? [] : parsed.problems;
};

describe('parseConfig', () => {
  it('reads what is given and fills in what is not', () => {
    const parsed = parseConfig({ ...good, USHER_HELPDESK_GROUPS: ' desk , it-support,', USHER_ADMIN_GRANTS: '*' });
    expect(parsed.ok && parsed.config).toMatchObject({
      origin: 'https://usher.acme.example',
      groups: { admin: [], helpdesk: ['desk', 'it-support'], sponsor: [], auditor: [] },
      grants: { admin: ['*'], helpdesk: [] },
      invitesPerMinute: 30,
      settleMs: 120_000,
      production: true,
    });
  });

  it.each([
    ['NEXTAUTH_URL', 'usher.acme.example'],
    ['NEXTAUTH_URL', 'javascript:alert(1)'],
    ['NEXTAUTH_SECRET', 'short'],
    ['NEXTAUTH_SECRET', undefined],
    ['OIDC_ISSUER', ''],
    ['OIDC_CLIENT_ID', undefined],
    ['OIDC_CLIENT_SECRET', undefined],
    ['USHER_INVITES_PER_MINUTE', '-1'],
    ['USHER_SETTLE_SECONDS', 'soon'],
    ['USHER_LOG_LEVEL', 'loud'],
    ['DATABASE_URL', undefined],
    ['DATABASE_URL', 'mysql://usher:hunter2@db.acme.example/usher'],
    ['SMTP_URL', 'mail.acme.example'],
    ['CONDUCTORONE_CLIENT_ID', 'no host'],
    ['CONDUCTORONE_CLIENT_SECRET', 'hunter2-hunter2'],
  ])('names %s when it is %j, and never repeats a value', (variable, value) => {
    const problems = problemsOf({ [variable]: value });
    expect(problems.map((problem) => problem.variable)).toEqual([variable]);
    expect(problems[0]?.message).toMatch(/\S+ \S+/);
    if (variable.includes('SECRET') && value) expect(JSON.stringify(problems)).not.toContain(value);
  });

  it('tells every problem at once', () => {
    const parsed = parseConfig({});
    const named = parsed.ok ? [] : parsed.problems.map((problem) => problem.variable);
    expect(named).toEqual(expect.arrayContaining(['NEXTAUTH_URL', 'NEXTAUTH_SECRET', 'OIDC_ISSUER']));
  });
});

describe('.env.example', () => {
  it('lists every variable that is read', () => {
    const example = readFileSync('.env.example', 'utf8');
    const listed = [...example.matchAll(/^([A-Z0-9_]+)=/gm)].map((match) => match[1]);
    const source = ['lib/env.ts', 'lib/conductorone/config.ts', 'lib/mail/config.ts']
      .map((file) => readFileSync(file, 'utf8'))
      .join('');
    const read = new Set(source.match(/\b(?:USHER|SMTP|OIDC|CONDUCTORONE|NEXTAUTH|DATABASE)_[A-Z_]*[A-Z]\b/g));
    expect([...read].filter((variable) => !listed.includes(variable))).toEqual([]);
  });
});
