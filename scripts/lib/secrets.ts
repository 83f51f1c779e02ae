import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { STATE } from './paths';

const FILE = join(STATE, 'app-secrets.env');
const NAMES = ['NEXTAUTH_SECRET', 'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY'] as const;
export type AppSecrets = Record<(typeof NAMES)[number], string>;

/** The app's own secrets on this machine: made at the first start and kept, so that sessions and builds outlive it. */
export function appSecrets(): AppSecrets {
  const kept = existsSync(FILE) ? readEnvFile(FILE) : {};
  const secrets = Object.fromEntries(
    NAMES.map((name) => [name, kept[name] ?? randomBytes(32).toString('base64')]),
  ) as AppSecrets;
  if (NAMES.some((name) => kept[name] !== secrets[name])) writePrivate(FILE, secrets);
  return secrets;
}

/** `NAME=value` lines, as the sandbox and this file write them. */
export function readEnvFile(path: string): Record<string, string> {
  const pairs = readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.split(/=(.*)/s))
    .filter(([name, value]) => name !== '' && value !== undefined);
  return Object.fromEntries(pairs.map(([name, value]) => [name, value]));
}

/** Written aside and renamed: a reader never sees half of it, and it never exists under a looser mode. */
function writePrivate(path: string, vars: Record<string, string>): void {
  mkdirSync(dirname(path), { recursive: true });
  const aside = `${path}.${process.pid}`;
  const lines = Object.entries(vars).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(aside, lines.join(''), { mode: 0o600 });
  renameSync(aside, path);
}
