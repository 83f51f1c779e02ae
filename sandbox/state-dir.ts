import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Credentials, generateCredentials } from './auth/credential';

const stored = z.object({
  clientId: z.string(),
  clientSecret: z.string(),
  clientPublicJwk: z.looseObject({ kty: z.literal('OKP') }),
  oidcClientId: z.string(),
  oidcClientSecret: z.string(),
  idpPrivateJwk: z.looseObject({ kty: z.literal('RSA') }),
});

/** The credentials kept in a state directory; made and kept at the first call. A file that is not ours is an error. */
export function keptCredentials(directory: string, host: string): Credentials {
  const path = join(directory, 'sandbox-credentials.json');
  if (existsSync(path)) {
    const kept = stored.safeParse(parse(readFileSync(path, 'utf8')));
    if (!kept.success) throw new Error(`${path} does not hold the sandbox's credentials; delete it to get new ones.`);
    return kept.data;
  }
  const credentials = generateCredentials(host);
  writePrivate(directory, 'sandbox-credentials.json', `${JSON.stringify(credentials, null, 2)}\n`);
  return credentials;
}

/** Writes the environment for the product as `sandbox.env` and returns the file's path. */
export function writeEnvFile(directory: string, env: Record<string, string>): string {
  const lines = Object.entries(env).map(([name, value]) => `${name}=${value}\n`);
  return writePrivate(directory, 'sandbox.env', lines.join(''));
}

/**
 * Writes a file that only its owner can read. It is written aside and renamed, so that a file that existed with a
 * looser mode is replaced as a whole and never holds a secret under that mode.
 */
function writePrivate(directory: string, name: string, text: string): string {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, name);
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, text, { mode: 0o600 });
  chmodSync(aside, 0o600);
  renameSync(aside, path);
  return path;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
