import { count, eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { databaseNow, instantOf } from '@/lib/db/connection';
import { sqlState, violatedUnique } from '@/lib/db/errors';
import { invitations, syncs } from '@/lib/db/schema';
import { inTransaction } from '@/lib/db/transaction';
import { anInvitation } from './rows';
import { testDatabase } from './support';

const database = testDatabase();

describe('what comes out of the database', () => {
  test('counts and bigints are numbers, and one that would be rounded is refused', async () => {
    await database.db.insert(invitations).values(anInvitation());
    expect(await database.db.select({ n: count() }).from(invitations)).toEqual([{ n: 1 }]);
    expect((await database.db.execute(sql`select count(*) as n, 9007199254740991::int8 as most`)).rows).toEqual([
      { n: 1, most: Number.MAX_SAFE_INTEGER },
    ]);
    await expect(database.db.execute(sql`select 9007199254740993::int8`)).rejects.toMatchObject({
      cause: new RangeError('9007199254740993 does not fit a number'),
    });
  });

  test('moments are dates to the millisecond, raw ones too', async () => {
    const at = new Date('2026-11-24T10:00:00.123Z');
    await database.db.insert(syncs).values({ part: 'people', wholeAt: at });
    const [row] = await database.db
      .select({ wholeAt: syncs.wholeAt, latest: instantOf(sql`max(${syncs.wholeAt}) over ()`) })
      .from(syncs);
    expect(row).toEqual({ wholeAt: at, latest: at });
    expect(await databaseNow(database.db)).toBeInstanceOf(Date);
  });

  test('search text is of all columns and in lower case, beyond ASCII too', async () => {
    const id = crypto.randomUUID();
    await database.db.insert(invitations).values(anInvitation({ id, displayName: 'ÅSA ŻÓŁĆ', purpose: 'Prüfung' }));
    const [row] = await database.db
      .select({ text: invitations.searchText })
      .from(invitations)
      .where(eq(invitations.id, id));
    expect(row?.text).toContain('åsa żółć prüfung');
  });
});

describe('a unique index that refuses a row', () => {
  test('is told by its name', async () => {
    const one = anInvitation();
    await database.db.insert(invitations).values(one);
    const insert = (patch: Partial<typeof one>) =>
      database.db.insert(invitations).values(anInvitation(patch)).catch(violatedUnique);
    expect(await insert({ submissionKey: one.submissionKey ?? null })).toBe('invitation_submission_key');
    expect(await insert({ directoryId: one.directoryId, emailKey: one.emailKey })).toBe('invitation_live');
    // One that is over stands in nobody's way.
    await insert({ directoryId: one.directoryId, emailKey: one.emailKey, state: 'revoked' });
  });

  test('other errors are none', async () => {
    const error = await database.db.execute(sql`select 1 / 0`).catch((thrown: unknown) => thrown);
    expect(sqlState(error)).toBe('22012');
    expect(violatedUnique(error)).toBeNull();
    expect(violatedUnique(new Error('23505'))).toBeNull();
  });
});

describe('transactions', () => {
  test('two that would not see each other are put in line, and both count', async () => {
    await database.db.insert(syncs).values({ part: 'race', cursor: 0 });
    const add = () =>
      inTransaction(
        database.db,
        async (tx) => {
          const [row] = await tx.select().from(syncs).where(eq(syncs.part, 'race'));
          await tx
            .update(syncs)
            .set({ cursor: (row?.cursor as number) + 1 })
            .where(eq(syncs.part, 'race'));
        },
        { isolationLevel: 'serializable', tries: 20 },
      );
    await Promise.all([add(), add(), add(), add()]);
    expect(await database.db.select({ n: syncs.cursor }).from(syncs).where(eq(syncs.part, 'race'))).toEqual([{ n: 4 }]);
  });

  test('an error of the work itself rolls back and is not tried again', async () => {
    let runs = 0;
    const failing = inTransaction(database.db, async (tx) => {
      runs += 1;
      await tx.insert(syncs).values({ part: 'gone' });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(runs).toBe(1);
    expect(await database.db.select().from(syncs).where(eq(syncs.part, 'gone'))).toEqual([]);
  });

  test('a statement that takes too long is ended', async () => {
    const { db } = database.open({ statementTimeoutMs: 30 });
    expect(sqlState(await db.execute(sql`select pg_sleep(5)`).catch((error: unknown) => error))).toBe('57014');
  });
});
