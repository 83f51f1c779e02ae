import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { asc, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backupDatabase } from '@/lib/db/backup';
import { BACKUP_TABLES } from '@/lib/db/backup-format';
import { type Database, openDatabase } from '@/lib/db/connection';
import { readInstallation, recogniseInstallation } from '@/lib/db/installation';
import { knownMigrations, migrationsFolder } from '@/lib/db/migrate';
import { restoreDatabase } from '@/lib/db/restore';
import { attempts, audit, auditPersonal, installation, invitations, people, syncs } from '@/lib/db/schema';
import { verifyAudit } from '@/lib/db/verify-audit';
import { anEntry, append } from './audit-support';
import { aContent, anAttempt, anInvitation } from './rows';
import { createTestDatabase, type Made, testDatabase } from './support';

const source = testDatabase();
const empty = testDatabase({ migrated: false });
const folder = mkdtempSync(join(tmpdir(), 'usher-backup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'usher.backup');
const BY = { actor: { subject: 'root', name: 'Rita Root', email: '', role: 'operator' }, requestId: 'restore-1' };

const contents = async ({ db }: Pick<Database, 'db'>) => ({
  invitations: await db.select().from(invitations).orderBy(asc(invitations.id)),
  people: await db.select().from(people),
  syncs: await db.select().from(syncs),
  personal: await db
    .select()
    .from(auditPersonal)
    .where(sql`${auditPersonal.sequence} <= 2`)
    .orderBy(auditPersonal.sequence, auditPersonal.part),
  audit: await db.select().from(audit).where(sql`${audit.sequence} <= 2`),
});

const NASTY = 'Ünï "çødé" \\ \' \t\n\r {a,b} NULL \\N \\x00 ٠١٢ 日本 👩🏽‍🚀 \u2028';

beforeAll(async () => {
  const { db } = source;
  const at = new Date('1999-12-31T23:59:59.999Z');
  const whole = anInvitation({
    displayName: NASTY,
    purpose: '',
    roleIds: [NASTY, '', 'NULL', '"'],
    upstreamId: NASTY,
    expiresAt: at,
    failureDetail: NASTY,
    state: 'unknown',
  });
  const many = Array.from({ length: 10_000 }, (_, index) =>
    anInvitation({ state: 'accepted', roleIds: [], purpose: `Row ${index}` }),
  );
  await db.insert(invitations).values(whole);
  for (let from = 0; from < many.length; from += 1_000)
    await db.insert(invitations).values(many.slice(from, from + 1_000));
  const intent = anInvitation();
  await db.insert(invitations).values(intent);
  await db
    .insert(attempts)
    .values([
      anAttempt(intent.id, { content: { ...aContent({ purpose: NASTY }), reason: NASTY } }),
      anAttempt(whole.id, { state: 'needs-person' }),
      anAttempt(whole.id, { number: 2, state: 'settled', upstreamId: 'inv-9' }),
    ]);
  await db.insert(people).values({
    id: NASTY,
    name: '',
    email: '',
    emailKey: '',
    jobTitle: '',
    department: '',
    status: 'enabled',
    type: 'human',
    seenAt: at,
  });
  await db.insert(syncs).values({ part: 'people', cursor: { page: NASTY }, problem: null });
  await append(db, anEntry({ text: { note: NASTY } }), anEntry());
  await backupDatabase(source.url, file);
}, 60_000);

test('all tables that there are are in a backup, but for those that are worth nothing after a crash either', async () => {
  const { rows } = await source.db.execute<{ name: string }>(
    sql`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relpersistence = 'p'`,
  );
  expect(rows.map(({ name }) => name).sort()).toEqual([...BACKUP_TABLES].sort());
});

describe('restored into an empty database', () => {
  let restored: Database;
  beforeAll(async () => {
    await restoreDatabase(empty.url, file, BY);
    restored = empty.open();
  }, 60_000);

  test('every row and value is there, and the audit is whole with the restore at its end', async () => {
    const [there, here] = [await contents(restored), await contents(source)];
    // The one that was open is not trusted: see below.
    const settled = ({ invitations: rows, ...rest }: typeof here) => ({
      ...rest,
      rows: rows.map((row) => (row.state === 'intent' ? { ...row, state: 'unknown' as const } : row)),
    });
    expect(settled(there)).toEqual(settled(here));
    expect(there.invitations).toHaveLength(10_002);
    expect(await verifyAudit(restored.db)).toMatchObject({ ok: true, entries: 3 });
    const [last] = await restored.db.select().from(audit).where(sql`${audit.sequence} = 3`);
    expect(last).toMatchObject({ action: 'database.restored', details: { rows: 10_002, entries: 2 } });
  });

  test('nothing is sent until somebody says so, and what was open then is open to doubt', async () => {
    const before = await readInstallation(source.db);
    const after = await readInstallation(restored.db);
    expect(after).toEqual({
      incarnation: expect.any(String),
      sendingStopped: true,
      stoppedBecause: expect.stringMatching(/^Restored from a backup of 20/),
    });
    expect(after.incarnation).not.toBe(before.incarnation);
    const states = await restored.db
      .select({ state: attempts.state, protocol: attempts.protocol })
      .from(attempts)
      .orderBy(attempts.state);
    expect(states.map(({ state }) => state)).toEqual(['needs-person', 'settled', 'unknown']);
    expect(states[2]?.protocol).toMatchObject({ state: 'unknown', firstEmptyReadAt: null });
  });

  test('a second restore is refused: the database is not empty any more', async () => {
    await expect(restoreDatabase(empty.url, file, BY)).rejects.toThrow(
      /The database is not empty \(there are rows in "invitation"\)/,
    );
    expect(await verifyAudit(restored.db)).toMatchObject({ ok: true, entries: 3 });
  });
});

test('an empty database that is migrated takes a backup as well, and a backup of a restored one is as good', async () => {
  const [first, second] = [await createTestDatabase(), await createTestDatabase()];
  const again = join(folder, 'again.backup');
  await restoreDatabase(first.url, file, BY);
  await backupDatabase(first.url, again);
  await restoreDatabase(second.url, again, BY);
  const { db, close } = openDatabase(second.url);
  expect(await verifyAudit(db)).toMatchObject({ ok: true, entries: 4 });
  await close();
  await Promise.all([first.drop(), second.drop()]);
});

describe('a file that is none, or not as it was', () => {
  let target: Made;
  beforeAll(async () => {
    target = await createTestDatabase({ migrated: false });
  });
  afterAll(() => target.drop());
  const text = () => gunzipSync(readFileSync(file)).toString();
  const lineOf = (start: string) =>
    text()
      .split('\n')
      .find((line) => line.startsWith(start)) ?? '';

  test.each<[string, () => Buffer, RegExp]>([
    ['something else', () => Buffer.from('PNG'), /is no backup of Usher, or is damaged or cut off/],
    ['gzipped something else', () => gzipSync('{"hello":1}\n'), /is not a backup of Usher that this version can read/],
    ['empty', () => Buffer.alloc(0), /is no backup of Usher/],
    ['cut off', () => readFileSync(file).subarray(0, 50_000), /damaged or cut off\. Nothing was restored/],
    ['without its last line', () => gzipSync(text().replace(lineOf('{"end"'), '')), /damaged or cut off/],
    ['with one value changed', () => gzipSync(text().replace('Row 77"', 'Row 78"')), /damaged or cut off/],
    ['with one row less', () => gzipSync(text().replace(/\n\[[^\n]*Row 77"[^\n]*/, '')), /damaged or cut off/],
    [
      'of a newer Usher',
      () => gzipSync(text().replace(/"migration":\d+/, '"migration":4102444800000')),
      /made by a newer Usher/,
    ],
    [
      'with other columns',
      () => gzipSync(text().replace('"columns":["id","directory_id"', '"columns":["id","drop table invitation"')),
      /other columns in "invitation"/,
    ],
  ])('%s', async (name, bytes, words) => {
    const bad = join(folder, name);
    writeFileSync(bad, bytes());
    await expect(restoreDatabase(target.url, bad, BY)).rejects.toThrow(words);
    const { db, close } = openDatabase(target.url);
    const there = await db.execute(sql`select to_regclass('invitation') is not null as migrated`);
    if (there.rows[0]?.migrated) expect(await db.$count(invitations)).toBe(0);
    await close();
  });

  test('not there', async () => {
    await expect(restoreDatabase(target.url, join(folder, 'nowhere'), BY)).rejects.toThrow(/There is no file/);
  });
});

test('a backup is never written over a file, and leaves no half one', async () => {
  const there = join(folder, 'there');
  appendFileSync(there, 'mine');
  await expect(backupDatabase(source.url, there)).rejects.toThrow(/There is a file .* already/);
  expect(readFileSync(there, 'utf8')).toBe('mine');
  const none = await createTestDatabase({ migrated: false });
  await expect(backupDatabase(none.url, join(folder, 'none'))).rejects.toThrow(/nothing to back up/);
  await none.drop();
  expect(() => readFileSync(join(folder, 'none.partial'))).toThrow(/ENOENT/);
});

describe('an older backup', () => {
  // The Usher of tomorrow: one migration more.
  const newer = join(folder, 'drizzle');
  beforeAll(() => {
    mkdirSync(newer);
    cpSync(migrationsFolder(), newer, { recursive: true });
    const journal = join(newer, 'meta', '_journal.json');
    const { entries, ...rest } = JSON.parse(readFileSync(journal, 'utf8'));
    const next = {
      idx: entries.length,
      version: '7',
      when: Math.max(...knownMigrations()) + 1,
      tag: 'later',
      breakpoints: true,
    };
    writeFileSync(journal, JSON.stringify({ ...rest, entries: [...entries, next] }));
    writeFileSync(
      join(newer, 'later.sql'),
      "alter table invitation add later text not null default 'came with the migration'",
    );
  });

  test('is restored as it was, and migrated then', async () => {
    const target = await createTestDatabase({ migrated: false });
    await restoreDatabase(target.url, file, BY, newer);
    const { db, close } = openDatabase(target.url);
    expect((await db.execute(sql`select later, count(*) as n from invitation group by later`)).rows).toEqual([
      { later: 'came with the migration', n: 10_002 },
    ]);
    expect((await readInstallation(db)).sendingStopped).toBe(true);
    // One that is already further cannot take it.
    await db.delete(attempts);
    await db.delete(invitations);
    await expect(restoreDatabase(target.url, file, BY, newer)).rejects.toThrow(
      /a database that no Usher has been in yet/,
    );
    await close();
    await target.drop();
  });
});

test('one that broke off between rows and last word is taken for a copy by whoever starts it', async () => {
  await source.db.update(installation).set({ place: 'restoring' });
  expect(await recogniseInstallation(source.db)).toMatchObject({ copied: true, sendingStopped: true });
});
