import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { mailConfig } from './config';

const FROM = { USHER_MAIL_FROM: 'Usher at Acme <usher@acme.example>' };
const configOf = (vars: Record<string, string>) => {
  const result = mailConfig({ ...FROM, ...vars });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
};

describe('mailConfig', () => {
  it('is off until an address is given, whatever else is set', () => {
    expect(mailConfig({})).toEqual({ ok: true, config: null });
    expect(mailConfig({ SMTP_URL: ' ', USHER_MAIL_FROM: 'nobody', SMTP_REQUIRE_TLS: 'perhaps' })).toEqual({
      ok: true,
      config: null,
    });
  });

  it.each([
    ['smtp://mail.acme.example', { port: 587, secure: false, requireTls: true, auth: null }],
    ['smtp://mail.acme.example:25/', { port: 25, requireTls: true, loopback: false }],
    ['smtps://mail.acme.example', { port: 465, secure: true }],
    ['smtp://127.0.0.1:4025', { host: '127.0.0.1', requireTls: false, loopback: true }],
    ['smtp://[::1]:4025', { host: '::1', requireTls: false }],
    ['smtp://localhost:4025', { requireTls: false }],
    ['smtp://localhost.acme.example:4025', { requireTls: true, loopback: false }],
  ])('reads %s', (SMTP_URL, expected) => {
    expect(configOf({ SMTP_URL })).toMatchObject(expected);
  });

  it('decodes user and password, and shows the password to nobody who does not ask for it', () => {
    const config = configOf({ SMTP_URL: 'smtp://usher%40acme:p%40ss%2Fw0rd%25@mail.acme.example' });
    expect(config?.auth?.user).toBe('usher@acme');
    expect(config?.auth?.password.reveal()).toBe('p@ss/w0rd%');
    expect(`${inspect(config, { depth: 9 })}${JSON.stringify(config)}`).not.toContain('w0rd');
  });

  it('reads who the mail comes from, with or without a name', () => {
    expect(configOf({ SMTP_URL: 'smtp://localhost' })?.from).toEqual({
      name: 'Usher at Acme',
      address: 'usher@acme.example',
    });
    expect(configOf({ SMTP_URL: 'smtp://localhost', USHER_MAIL_FROM: 'usher@acme.example' })?.from.name).toBe('Usher');
  });

  it.each([
    ['SMTP_URL', { SMTP_URL: 'mail.acme.example:587' }],
    ['SMTP_URL', { SMTP_URL: 'https://mail.acme.example' }],
    ['SMTP_URL', { SMTP_URL: 'smtp://usher:hunter2/hunter2@mail.acme.example' }],
    ['SMTP_URL', { SMTP_URL: 'smtp://usher@mail.acme.example' }],
    ['SMTP_URL', { SMTP_URL: 'smtp://usher:hunter2%@mail.acme.example' }],
    ['SMTP_URL', { SMTP_URL: 'smtp://usher:hunter2%0d%0aRSET@mail.acme.example' }],
    ['SMTP_URL', { SMTP_URL: 'smtp://mail.acme.example?secure=false' }],
    ['USHER_MAIL_FROM', { SMTP_URL: 'smtp://localhost', USHER_MAIL_FROM: '' }],
    ['USHER_MAIL_FROM', { SMTP_URL: 'smtp://localhost', USHER_MAIL_FROM: 'Usher' }],
    ['USHER_MAIL_FROM', { SMTP_URL: 'smtp://localhost', USHER_MAIL_FROM: 'Ush\rer <usher@acme.example>' }],
    ['SMTP_REQUIRE_TLS', { SMTP_URL: 'smtp://localhost', SMTP_REQUIRE_TLS: 'no' }],
    ['SMTP_REQUIRE_TLS', { SMTP_URL: 'smtp://usher:hunter2@mail.acme.example', SMTP_REQUIRE_TLS: 'false' }],
    ['SMTP_DEADLINE_MS', { SMTP_URL: 'smtp://localhost', SMTP_DEADLINE_MS: '10s' }],
  ])('names %s in %j, without the password', (variable, vars) => {
    const result = mailConfig({ ...FROM, ...vars });
    expect(result.ok ? [] : result.problems.map((problem) => problem.variable)).toEqual([variable]);
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });
});
