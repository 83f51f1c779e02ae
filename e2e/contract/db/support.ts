import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { type Database, type Db, openDatabase } from '@/lib/db/connection';
import { knownMigrations, migrateDatabase } from '@/lib/db/migrate';
import { ROLE } from '@/scripts/postgres/cluster';
import { startTestServer, type TestServer } from './server';
import './global-setup';

export type TestDatabase = {
  /** As Usher's own role: the owner of this database and nothing else. */
  readonly url: string;
  /** The same database as the superuser, who can do what Usher never does. */
  readonly superUrl: string;
  readonly db: Db;
  readonly pool: pg.Pool;
  /** A further pool, like another replica's; closed with the rest. */
  open(options?: Parameters<typeof openDatabase>[1]): Database;
};

const PASSWORD = 'of-a-test';

/** A migrated database for the tests of one file, gone afterwards. `{ migrated: false }`: one that Usher has never been in. */
export function testDatabase(options: { migrated?: boolean } = {}): TestDatabase {
  let made: Made | undefined;
  let main: Database | undefined;
  const opened: Database[] = [];
  beforeAll(async () => {
    made = await createTestDatabase(options);
  });
  afterAll(async () => {
    await Promise.all(opened.map((database) => database.close()));
    await made?.drop();
  });
  const there = () => {
    if (made === undefined) throw new Error('the database is there once beforeAll has run');
    return made;
  };
  const open: TestDatabase['open'] = (how) => {
    const database = openDatabase(there().url, how);
    opened.push(database);
    return database;
  };
  const first = () => (main ??= open());
  return {
    get url() {
      return there().url;
    },
    get superUrl() {
      return there().superUrl;
    },
    get db() {
      return first().db;
    },
    get pool() {
      return first().pool;
    },
    open,
  };
}

export type Made = { url: string; superUrl: string; drop(): Promise<void> };

/** The same without vitest's hooks: whoever calls this calls `drop()`. */
export async function createTestDatabase({ migrated = true }: { migrated?: boolean } = {}): Promise<Made> {
  const { adminUrl, stop } = await server();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, async (admin) => {
    // Other files may be about to do the same; the lock ends with this session.
    await admin.query("select pg_advisory_lock(hashtext('usher tests'))");
    await ensureRole(admin);
    const template = migrated ? await ensureTemplate(admin, adminUrl) : 'template0';
    await admin.query(`create database ${name} template ${template} owner ${ROLE}`);
  });
  return {
    url: urlOf(adminUrl, name, true),
    superUrl: urlOf(adminUrl, name, false),
    async drop() {
      await asAdmin(adminUrl, (admin) => admin.query(`drop database if exists ${name} with (force)`));
      await stop();
    },
  };
}

/** That of the whole run; where the run has none (no global setup), one of this file's own. */
async function server(): Promise<TestServer> {
  const at = inject('testServerAt');
  if (at === undefined) return startTestServer();
  const response = await fetch(at);
  const answer = await response.text();
  if (!response.ok) throw new Error(answer);
  return { adminUrl: answer, stop: async () => undefined };
}

/** Migrating takes longer than copying what is migrated: once per server and set of migrations. */
async function ensureTemplate(admin: pg.Client, adminUrl: string): Promise<string> {
  const name = `usher_template_${createHash('sha256').update(knownMigrations().join()).digest('hex').slice(0, 12)}`;
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [name]);
  if (rowCount === 0) {
    await admin.query(`create database ${name}_half template template0 owner ${ROLE}`);
    await migrateDatabase(urlOf(adminUrl, `${name}_half`, true));
    await admin.query(`alter database ${name}_half rename to ${name}`);
  }
  return name;
}

async function ensureRole(admin: pg.Client): Promise<void> {
  const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [ROLE]);
  if (rowCount === 0) await admin.query(`create role ${ROLE} login`);
  await admin.query(`alter role ${ROLE} password '${PASSWORD}'`);
}

async function asAdmin(url: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function urlOf(adminUrl: string, database: string, asUsher: boolean): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  if (asUsher) {
    url.username = ROLE;
    url.password = PASSWORD;
  }
  return url.href;
}
