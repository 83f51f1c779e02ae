import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Binaries } from './binaries';
import type { Home } from './home';
import { bareEnvironment } from './process';

export type Credentials = { admin: string; usher: string };

/** The superuser, and the role that Usher works as: it owns its database and nothing else. */
export const ADMIN = 'postgres';
export const ROLE = 'usher';
export const DATABASE = 'usher';

/** Makes the data folder where there is none; refuses, in words, one of another major version. */
export function ensureCluster(home: Home, binaries: Binaries, options: { sync: boolean }): Credentials {
  const versionFile = join(home.data, 'PG_VERSION');
  if (existsSync(versionFile)) {
    const has = Number.parseInt(readFileSync(versionFile, 'utf8'), 10);
    if (has !== binaries.major) {
      throw new Error(
        `The database in ${home.folder} is of Postgres ${has}, and this Usher brings Postgres ${binaries.major}. Make a backup with the former Usher (npm run db:backup), move the folder away, and restore into a new one.`,
      );
    }
    return readCredentials(home);
  }
  const credentials = { admin: randomBytes(24).toString('base64url'), usher: randomBytes(24).toString('base64url') };
  writeFileSync(home.credentials, JSON.stringify(credentials), { mode: 0o600 });
  initialise(home, binaries, credentials.admin, options.sync);
  return credentials;
}

export function readCredentials(home: Home): Credentials {
  try {
    return JSON.parse(readFileSync(home.credentials, 'utf8')) as Credentials;
  } catch {
    throw new Error(
      `The passwords of the database in ${home.folder} are missing or unreadable (${home.credentials}). Put the file back from a backup of the folder.`,
    );
  }
}

/** Built aside and renamed when it is whole, so that a start that was killed leaves nothing half made. */
function initialise({ owner, ...home }: Home, binaries: Binaries, password: string, sync: boolean): void {
  const half = join(home.folder, 'data.new');
  const passwordFile = join(half, 'password');
  let refusal: unknown;
  // Names and addresses are of all languages: the search's trigrams need the system's notion of a letter. Which locales a
  // system has differs, and C is there always.
  for (const ctype of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    rmSync(half, { recursive: true, force: true });
    mkdirSync(join(half, 'data'), { recursive: true, mode: 0o700 });
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    if (owner !== null)
      for (const path of [half, join(half, 'data'), passwordFile]) chownSync(path, owner.uid, owner.gid);
    const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', `--lc-ctype=${ctype}`];
    const access = [`--username=${ADMIN}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    try {
      execFileSync(
        binaries.initdb,
        [`--pgdata=${join(half, 'data')}`, ...(sync ? [] : ['--no-sync']), '--encoding=UTF8', ...locale, ...access],
        {
          ...owner,
          cwd: half,
          stdio: 'pipe',
          env: bareEnvironment(),
        },
      );
      renameSync(join(half, 'data'), home.data);
      rmSync(half, { recursive: true, force: true });
      return;
    } catch (error) {
      refusal = error;
    }
  }
  const said = refusal instanceof Error && 'stderr' in refusal ? String(refusal.stderr).trim() : String(refusal);
  throw new Error(`The database could not be made in ${home.folder}:\n${said}`);
}

/** The role and the database of a new cluster; nothing to do in one that has them. */
export async function ensureDatabase(adminUrl: string, credentials: Credentials): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query(
      'select exists (select from pg_roles where rolname = $1) as role, exists (select from pg_database where datname = $2) as base',
      [ROLE, DATABASE],
    );
    if (!rows[0].role)
      await client.query(`create role ${ROLE} login password ${client.escapeLiteral(credentials.usher)}`);
    if (!rows[0].base) await client.query(`create database ${DATABASE} owner ${ROLE}`);
  } finally {
    await client.end();
  }
}
