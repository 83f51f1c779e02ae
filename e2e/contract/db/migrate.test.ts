import pg from 'pg';
import { expect, test } from 'vitest';
import { knownMigrations, migrateDatabase, migratedInWords } from '@/lib/db/migrate';
import { DatabaseUnfit } from '@/lib/db/session';
import { closedPort } from '../setup';
import { testDatabase } from './support';

const database = testDatabase({ migrated: false });
const all = knownMigrations().length;

async function query(text: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end();
  }
}

test('eight replicas that start at once migrate it once, and all find it done', async () => {
  const results = await Promise.all(Array.from({ length: 8 }, () => migrateDatabase(database.url)));
  expect(results.filter(({ before }) => before === 0)).toHaveLength(1);
  expect(results.every(({ after }) => after === all)).toBe(true);
  expect((await query('select count(*)::int as n from drizzle.__drizzle_migrations')).rows).toEqual([{ n: all }]);
});

test('says what it did', async () => {
  expect(await migrateDatabase(database.url)).toEqual({ before: all, after: all });
  expect(migratedInWords({ before: all, after: all })).toBe(`The database is up to date (${all} migrations).`);
  expect(migratedInWords({ before: 0, after: 3 })).toBe('The database went from 0 to 3 migrations.');
});

test('the owner of an empty database needs no superuser, and has a new incarnation that may send', async () => {
  const { rows } = await query('select incarnation, sending_stopped, place from installation');
  expect(rows).toEqual([{ incarnation: expect.any(String), sending_stopped: false, place: null }]);
});

test('a database that a newer Usher has migrated is refused in words, and left alone', async () => {
  await query("insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 4102444800000)");
  await expect(migrateDatabase(database.url)).rejects.toThrow(DatabaseUnfit);
  await expect(migrateDatabase(database.url)).rejects.toThrow(
    /has 1 migration that this version of Usher does not know \(the last from 2100-01-01T00:00:00\.000Z\): a newer Usher/,
  );
});

test('a server that cannot be reached is told in words, without its password', async () => {
  const refused = migrateDatabase(`postgres://usher:secret@127.0.0.1:${await closedPort()}/usher`);
  await expect(refused).rejects.toThrow(
    /^The database cannot be reached: connect ECONNREFUSED [\d.:]+\. Look at DATABASE_URL\.$/,
  );
});
