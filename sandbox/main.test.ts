import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
let state: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'sandbox-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(state, { recursive: true });
});

interface Run {
  child: ChildProcess;
  output: () => string;
  /** Resolves when the start message is there. */
  ready: Promise<void>;
  ended: Promise<number | null>;
}

function run(env: Record<string, string>): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    env: {
      ...process.env,
      SANDBOX_STATE_DIR: state,
      SANDBOX_PEOPLE: '10',
      SANDBOX_PORT: '0',
      SANDBOX_SMTP_PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  const ready = new Promise<void>((resolve) => {
    const read = (chunk: Buffer): void => {
      output += chunk;
      if (output.includes('Environment ')) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, output: () => output, ready, ended };
}

const envFile = (): string => readFileSync(join(state, 'sandbox.env'), 'utf8');
const mode = (name: string): number => statSync(join(state, name)).mode & 0o777;

test('the first start makes credentials, the next one keeps them; files are private, output has no secret', async () => {
  writeFileSync(join(state, 'sandbox.env'), 'OLD=1\n');
  chmodSync(join(state, 'sandbox.env'), 0o644);
  const first = run({ SANDBOX_APP_ORIGINS: 'http://localhost:3000, http://127.0.0.1:3000/' });
  await first.ready;
  expect(mode('sandbox.env')).toBe(0o600);
  expect(mode('sandbox-credentials.json')).toBe(0o600);
  const env = Object.fromEntries(
    envFile()
      .trim()
      .split('\n')
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );
  expect(Object.keys(env)).toEqual([
    'CONDUCTORONE_CLIENT_ID',
    'CONDUCTORONE_CLIENT_SECRET',
    'CONDUCTORONE_SERVER_URL',
    'OIDC_ISSUER',
    'OIDC_CLIENT_ID',
    'OIDC_CLIENT_SECRET',
    'SMTP_URL',
    'USHER_MAIL_FROM',
  ]);
  expect((await fetch(`${env.OIDC_ISSUER}/.well-known/openid-configuration`)).status).toBe(200);
  expect(first.output()).toContain(`Usher's sandbox runs at ${env.CONDUCTORONE_SERVER_URL}`);
  expect(first.output()).toContain(`received at ${env.SMTP_URL}`);
  expect(first.output()).toContain('Maya Chen');
  expect(first.output()).not.toContain(env.CONDUCTORONE_CLIENT_SECRET);
  expect(first.output()).not.toContain(env.OIDC_CLIENT_SECRET);
  expect(first.output()).not.toContain('WARNING');
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);

  const second = run({});
  await second.ready;
  expect(envFile()).toContain(env.CONDUCTORONE_CLIENT_SECRET);
  second.child.kill('SIGINT');
  expect(await second.ended).toBe(0);
});

test('a taken port, a bad setting and a foreign credentials file are one clear sentence each', async () => {
  const other = createServer();
  const port = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port));
  });
  const foreignState = join(state, 'foreign');
  mkdirSync(foreignState);
  writeFileSync(join(foreignState, 'sandbox-credentials.json'), '{}');
  const taken = run({ SANDBOX_PORT: String(port) });
  const takenForMail = run({ SANDBOX_SMTP_PORT: String(port) });
  const bad = run({ SANDBOX_PORT: 'http' });
  const foreign = run({ SANDBOX_STATE_DIR: foreignState });
  expect(await Promise.all([taken, takenForMail, bad, foreign].map(({ ended }) => ended))).toEqual([1, 1, 1, 1]);
  expect(taken.output()).toBe(
    `The sandbox cannot start: port ${port} on 127.0.0.1 is taken. Stop what uses it, or set SANDBOX_PORT.\n`,
  );
  expect(takenForMail.output()).toContain(
    `port ${port} on 127.0.0.1 is taken. Stop what uses it, or set SANDBOX_SMTP_PORT.`,
  );
  expect(bad.output()).toMatch(/^The sandbox cannot start\. SANDBOX_PORT: [^\n]+\n$/);
  expect(foreign.output()).toMatch(/^The sandbox cannot start: .*delete it to get new ones\.\n$/);
  other.close();
});
