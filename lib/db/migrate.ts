import 'server-only';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type pg from 'pg';
import { DatabaseUnfit, inSession } from './session';

export type Migrated = {
  /** How many migrations it had before, and has now. */
  before: number;
  after: number;
};

/** Any number that nobody else uses: it is "usher" as ASCII. */
export const MIGRATION_LOCK = 0x7573686572;

/** Where the migrations lie: beside the app, in the checkout as in a build. */
export const migrationsFolder = (): string => join(process.cwd(), 'drizzle');

/** The moments that name the migrations this code knows, oldest first. */
export const knownMigrations = (folder = migrationsFolder()): number[] =>
  readMigrationFiles({ migrationsFolder: folder }).map(({ folderMillis }) => folderMillis);

/**
 * Brings the database at `url` to what this code knows, under a lock, so that any number of replicas may start at once: one
 * migrates, the others wait and find it done. Refuses, in words, a database that is newer than the code or too old a server.
 * `upTo` names the last migration to take: an older backup is restored into what it was made of.
 */
export async function migrateDatabase(url: string, folder = migrationsFolder(), upTo?: number): Promise<Migrated> {
  return inSession(url, 'usher migrate', async (client) => {
    await refuseOldServer(client);
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const before = await appliedMigrations(client);
    refuseNewerDatabase(before, knownMigrations(folder));
    await withFolder(folder, upTo, (migrations) => migrate(drizzle(client), { migrationsFolder: migrations }));
    return { before: before.length, after: (await appliedMigrations(client)).length };
  });
}

/** What was done, as one sentence. */
export const migratedInWords = ({ before, after }: Migrated): string =>
  before === after
    ? `The database is up to date (${after} migrations).`
    : `The database went from ${before} to ${after} migrations.`;

/** drizzle's migrator takes a whole folder: for less, it gets one with a shorter journal. */
async function withFolder(
  folder: string,
  upTo: number | undefined,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  if (upTo === undefined) return work(folder);
  const shorter = mkdtempSync(join(tmpdir(), 'usher-migrations-'));
  try {
    cpSync(folder, shorter, { recursive: true });
    const file = join(shorter, 'meta', '_journal.json');
    const journal = JSON.parse(readFileSync(file, 'utf8')) as { entries: { when: number }[] };
    writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.filter(({ when }) => when <= upTo) }));
    await work(shorter);
  } finally {
    rmSync(shorter, { recursive: true, force: true });
  }
}

function refuseNewerDatabase(applied: number[], known: number[]): void {
  const newer = applied.filter((when) => !known.includes(when));
  if (newer.length === 0) return;
  const last = new Date(Math.max(...newer)).toISOString();
  throw new DatabaseUnfit(
    `The database has ${newer.length} migration${newer.length === 1 ? '' : 's'} that this version of Usher does not know (the last from ${last}): a newer Usher has been here. Start that version, or restore a backup into an empty database.`,
  );
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query('show server_version_num');
  const number = Number(rows[0].server_version_num);
  if (number < 150_000) {
    throw new DatabaseUnfit(`The server is Postgres ${Math.floor(number / 10_000)}; Usher needs 15 or newer.`);
  }
}

/** The moments that name the migrations a database has had; none where Usher has never been. */
export async function appliedMigrations(client: pg.ClientBase): Promise<number[]> {
  const { rows } = await client.query("select to_regclass('drizzle.__drizzle_migrations') is not null as there");
  if (!rows[0].there) return [];
  const applied = await client.query(
    'select created_at::float8 as at from drizzle.__drizzle_migrations order by created_at',
  );
  return applied.rows.map(({ at }) => at as number);
}
