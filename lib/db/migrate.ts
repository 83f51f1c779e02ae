import 'server-only';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';

/** A database that Usher cannot work with. The message is for people. */
export class DatabaseUnfit extends Error {
  override name = 'DatabaseUnfit';
}

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
  // A connection of its own: the lock belongs to the session, and an index may take longer than a pool's statement may.
  const client = new pg.Client({
    connectionString: url,
    application_name: 'usher migrate',
    connectionTimeoutMillis: 10_000,
  });
  // The query under way fails with the same error; without a listener Node would end the process.
  client.on('error', () => undefined);
  await client.connect().catch((error: Error) => {
    throw new DatabaseUnfit(`The database cannot be reached: ${error.message}. Look at DATABASE_URL.`, {
      cause: error,
    });
  });
  try {
    await refuseOldServer(client);
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const known = knownMigrations(folder);
    const before = await appliedMigrations(client);
    const newer = before.filter((when) => !known.includes(when));
    if (newer.length > 0) {
      throw new DatabaseUnfit(
        `The database has ${newer.length} migration${newer.length === 1 ? '' : 's'} that this version of Usher does not know (the last from ${new Date(Math.max(...newer)).toISOString()}): a newer Usher has been here. Start that version, or restore a backup into an empty database.`,
      );
    }
    await withFolder(folder, upTo, (migrations) => migrate(drizzle(client), { migrationsFolder: migrations }));
    return { before: before.length, after: (await appliedMigrations(client)).length };
  } finally {
    // Ends the session, and the lock with it.
    await client.end();
  }
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
