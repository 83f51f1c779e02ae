import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { WHOLE_LIST } from '@/components/desk/list-address';
import { createReading } from '@/lib/db/reading';
import { invitations } from '@/lib/db/schema';
import { decodeCursor, encodeCursor, type Place } from '@/lib/invitations/cursor';
import { type ListFilter, OUTSIDE, SORTS, type Sort, TABS, type Tab } from '@/lib/invitations/desk';
import type { Reading } from '@/lib/invitations/reading';
import { anInvitation } from '../db/rows';
import { testDatabase } from '../db/support';

const database = testDatabase();
const NOW = new Date('2026-11-24T12:00:00.000Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ago = (ms: number): Date => new Date(NOW.getTime() - ms);
const ahead = (ms: number): Date => new Date(NOW.getTime() + ms);

type Row = Partial<typeof invitations.$inferInsert>;
const { sort: _sort, after: _after, ...EVERYTHING } = WHOLE_LIST;
let reading: Reading;

beforeEach(async () => {
  await database.pool.query('truncate invitation cascade');
  // Anew for each: a count that was dear, on a busy machine, is kept for a while.
  reading = createReading({ db: database.db, pool: database.pool, close: async () => {} });
});

const insert = (...rows: Row[]) => database.db.insert(invitations).values(rows.map((row) => anInvitation(row)));

async function named(change: Partial<ListFilter>, sort: Sort = 'oldest'): Promise<string[]> {
  const rows = await reading.list({ ...EVERYTHING, ...change }, { sort, after: null, limit: 1000 }, NOW);
  return rows.map((row) => row.displayName);
}

describe('the tabs', () => {
  const ROWS: Row[] = [
    { displayName: 'pending', state: 'pending', expiresAt: ahead(5 * DAY) },
    { displayName: 'pending, no expiry', state: 'pending', expiresAt: null },
    { displayName: 'expiring', state: 'pending', expiresAt: ahead(47 * HOUR) },
    { displayName: 'lapsed this very moment', state: 'pending', expiresAt: NOW },
    { displayName: 'expired', state: 'expired', expiresAt: ago(DAY) },
    { displayName: 'accepted', state: 'accepted' },
    { displayName: 'revoked', state: 'revoked' },
    { displayName: 'unknown', state: 'unknown' },
    { displayName: 'needs a person', state: 'needs-person' },
    { displayName: 'failed lately', state: 'failed', createdAt: ago(6 * DAY) },
    { displayName: 'failed long ago', state: 'failed', createdAt: ago(8 * DAY) },
    {
      displayName: 'failed, then sent',
      state: 'failed',
      createdAt: ago(DAY),
      email: 'x@y.example',
      emailKey: 'x@y.example',
    },
    {
      displayName: 'sent after all',
      state: 'accepted',
      createdAt: ago(HOUR),
      email: 'x@y.example',
      emailKey: 'x@y.example',
    },
    { displayName: 'sending', state: 'sending', updatedAt: ago(5_000) },
    { displayName: 'stuck', state: 'sending', updatedAt: ago(HOUR) },
    { displayName: 'held for long', state: 'held', updatedAt: ago(30 * DAY) },
  ];
  const EXPECTED: Record<Exclude<Tab, 'all'>, string[]> = {
    attention: ['unknown', 'needs a person', 'failed lately', 'stuck'],
    pending: ['pending', 'pending, no expiry', 'expiring', 'sending', 'stuck', 'held for long'],
    expiring: ['expiring'],
    accepted: ['accepted', 'sent after all'],
    expired: ['lapsed this very moment', 'expired'],
    revoked: ['revoked'],
  };

  it.each(Object.entries(EXPECTED))('%s', async (tab, names) => {
    await insert(...ROWS);
    expect((await named({ tab: tab as Tab })).sort()).toEqual([...names].sort());
  });

  it('are counted as they are listed, with and without a filter', async () => {
    await insert(...ROWS);
    for (const search of ['', 'pat', 'audit']) {
      const filter = { ...EVERYTHING, search };
      const counts = await reading.counts(filter, NOW);
      for (const tab of TABS) {
        expect([tab, counts[tab]?.value]).toEqual([tab, (await named({ search, tab })).length]);
        expect(counts[tab]?.atLeast).toBe(false);
      }
    }
    expect(await reading.pending(NOW)).toBe(EXPECTED.pending.length);
  });

  it('say "at least" where there are more hits than one counts, and still count what is open exactly', async () => {
    await database.pool.query(
      `insert into invitation (id, directory_id, email, email_key, display_name, role_ids, sponsor_user_id, purpose, state, origin, created_at, updated_at)
       select gen_random_uuid(), 'd', 'p' || i || '@many.example', 'p' || i || '@many.example', 'Many', '{}', '', 'why',
         case when i <= 7 then 'pending' else 'accepted' end, 'outside', now(), now() from generate_series(1, 2100) i`,
    );
    expect(await reading.counts({ ...EVERYTHING, search: 'many' }, NOW)).toMatchObject({
      all: { value: 1000, atLeast: true },
      pending: { value: 7, atLeast: false },
      accepted: null,
    });
    const all = await reading.counts(EVERYTHING, NOW);
    expect([all.all, all.accepted, all.pending].map((count) => count?.value)).toEqual([2100, 2093, 7]);
  });

  it('do not count what is open to its end either where that is much, but what wants attention or expires', async () => {
    await database.pool.query(
      `insert into invitation (id, directory_id, email, email_key, display_name, role_ids, sponsor_user_id, purpose, state, origin, created_at, updated_at, expires_at)
       select gen_random_uuid(), 'd', 'p' || i || '@many.example', 'p' || i || '@many.example', 'Many', '{}', '', 'why',
         case when i <= 3 then 'needs-person' else 'pending' end, 'outside', now(), now(),
         case when i <= 12 then $1::timestamptz else $2 end from generate_series(1, 1200) i`,
      [ahead(HOUR), ahead(5 * DAY)],
    );
    expect(await reading.counts({ ...EVERYTHING, search: 'many' }, NOW)).toMatchObject({
      all: { value: 1000, atLeast: true },
      pending: { value: 1000, atLeast: true },
      attention: { value: 3, atLeast: false },
      expiring: { value: 9, atLeast: false },
    });
    expect(await reading.pending(NOW)).toBe(1197);
  });

  it('say "at least" of what expires, where that is as much', async () => {
    await database.pool.query(
      `insert into invitation (id, directory_id, email, email_key, display_name, role_ids, sponsor_user_id, purpose, state, origin, created_at, updated_at, expires_at)
       select gen_random_uuid(), 'd', 'p' || i || '@many.example', 'p' || i || '@many.example', 'Many', '{}', '', 'why',
         'pending', 'outside', now(), now(), $1::timestamptz from generate_series(1, 1200) i`,
      [ahead(HOUR)],
    );
    const { attention, expiring } = await reading.counts({ ...EVERYTHING, search: 'many' }, NOW);
    expect({ attention, expiring }).toEqual({
      attention: { value: 0, atLeast: false },
      expiring: { value: 1000, atLeast: true },
    });
    expect((await reading.counts(EVERYTHING, NOW)).expiring).toEqual({ value: 1200, atLeast: false });
  });
});

describe('searching', () => {
  beforeEach(() =>
    insert(
      { displayName: 'Ada Lovelace', email: 'Ada.L@engine.example', emailKey: 'a', purpose: 'The 100% audit' },
      {
        displayName: 'Björk_Öz',
        email: 'bjork@north.example',
        emailKey: 'b',
        sponsorName: 'Ana Ruiz',
        purpose: 'a\\b',
      },
      {
        displayName: 'Émile',
        email: 'zq-emile@south.example',
        emailKey: 'c',
        senderName: 'Lee O’Neil',
        purpose: "it's",
      },
    ),
  );

  it.each([
    ['part of an address, in any case', 'LOVE', ['Ada Lovelace']],
    ['part of a purpose', 'audi', ['Ada Lovelace']],
    ['a sponsor', 'ruiz', ['Björk_Öz']],
    ['an inviter', 'o’neil', ['Émile']],
    ['every word must be there, in whatever order', 'north björk', ['Björk_Öz']],
    ['words of two rows', 'north lovelace', []],
    ['a percent sign is itself', '100%', ['Ada Lovelace']],
    ['and matches nothing else', '1%0', []],
    ['an underscore is itself', 'k_ö', ['Björk_Öz']],
    ['and matches nothing else', 'a_a', []],
    ['a backslash is itself', 'a\\b', ['Björk_Öz']],
    ['a quote is harmless', "it's", ['Émile']],
    ['one letter begins a word', 'l', ['Ada Lovelace', 'Émile']],
    ['two letters begin a word, an address’ too', 'zq', ['Émile']],
    ['two letters inside of a word are not looked for', 'ov', []],
    ['a letter and a sign begin a word as well', 'l@', ['Ada Lovelace']],
    ['a dot after a letter is itself', 'e.', []],
    ['a backslash after a letter is itself', 'a\\', ['Björk_Öz']],
    ['an open bracket is harmless', 'a(', []],
    ['a sign and a letter are looked for as they are', '.l', ['Ada Lovelace']],
    ['a whole address', 'zq-emile@south.example', ['Émile']],
    ['a whole address of another domain is another', 'zq-emile@north.example', []],
    ['an address with next to nothing before the @', 'k@north.example', ['Björk_Öz']],
    ['all of a long word counts, and not only its end', 'xx-zq-emile@south.example', []],
    ['blanks alone are no search', '   ', ['Ada Lovelace', 'Björk_Öz', 'Émile']],
  ])('%s: %s', async (_what, search, names) => {
    expect((await named({ search })).sort()).toEqual([...names].sort());
  });

  it('takes any text at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (text) => {
        await reading.list(
          { ...EVERYTHING, search: text.replaceAll('\0', '') },
          { sort: 'newest', after: null, limit: 1 },
          NOW,
        );
      }),
      { numRuns: 200 },
    );
  });
});

describe('filtering', () => {
  it.each<[string, Partial<ListFilter>, string[]]>([
    ['a directory', { directoryId: 'd2' }, ['two']],
    ['a role among several', { roleId: 'r2' }, ['one', 'two']],
    ['a sponsor', { sponsorUserId: 's2' }, ['two']],
    ['an inviter', { inviter: 'otto' }, ['one']],
    ['those made outside Usher', { inviter: OUTSIDE }, ['three']],
    ['since a day, included', { from: '2026-11-02' }, ['two', 'three']],
    ['until a day, included', { to: '2026-11-02' }, ['one', 'two']],
    ['one day', { from: '2026-11-02', to: '2026-11-02' }, ['two']],
    ['several at once', { roleId: 'r2', directoryId: 'd1' }, ['one']],
  ])('%s', async (_what, filter, names) => {
    await insert(
      {
        displayName: 'one',
        directoryId: 'd1',
        roleIds: ['r1', 'r2'],
        senderSubject: 'otto',
        createdAt: new Date('2026-11-01T23:59:59.999Z'),
      },
      {
        displayName: 'two',
        directoryId: 'd2',
        roleIds: ['r2'],
        sponsorUserId: 's2',
        createdAt: new Date('2026-11-02T23:59:59.999Z'),
      },
      {
        displayName: 'three',
        directoryId: 'd1',
        roleIds: [],
        origin: 'outside',
        senderSubject: '',
        createdAt: new Date('2026-11-03T00:00:00.000Z'),
      },
    );
    expect(await named(filter)).toEqual(names);
  });
});

describe('orders and pages', () => {
  it('each order is what it says', async () => {
    await insert(
      { displayName: 'bea', createdAt: ago(3), expiresAt: null },
      { displayName: 'Ada', createdAt: ago(2), expiresAt: ahead(DAY) },
      { displayName: 'Cleo', createdAt: ago(1), expiresAt: ahead(HOUR) },
    );
    expect(await named({}, 'newest')).toEqual(['Cleo', 'Ada', 'bea']);
    expect(await named({}, 'oldest')).toEqual(['bea', 'Ada', 'Cleo']);
    expect(await named({}, 'expires')).toEqual(['Cleo', 'Ada', 'bea']);
    expect(await named({}, 'name')).toEqual(['Ada', 'bea', 'Cleo']);
  });

  it.each(SORTS)('%s: no row lost, none twice, while others come in between two pages', async (sort) => {
    // Few keys for many rows, so that most pages end among equals.
    const some = (i: number): Row => ({
      displayName: `Name ${i % 3}`,
      createdAt: ago((i % 4) * HOUR),
      expiresAt: i % 5 === 0 ? null : ahead((i % 4) * DAY),
    });
    const before = Array.from({ length: 60 }, (_, i) => ({ ...some(i), id: randomUUID() }));
    await insert(...before);
    const seen: string[] = [];
    let after: Place | null = null;
    for (;;) {
      const page = await reading.list(EVERYTHING, { sort, after, limit: 7 }, NOW);
      seen.push(...page.map(({ id }) => id));
      const last = page.at(-1);
      if (last === undefined) break;
      // Through the cursor, as an address carries it.
      after = decodeCursor(sort, encodeCursor(sort, last.place));
      expect(after).toEqual(last.place);
      await insert(some(seen.length), some(seen.length + 1));
      if (seen.length > 400) throw new Error('the pages have no end');
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(before.filter(({ id }) => !seen.includes(id))).toEqual([]);
  });
});

describe('what the filters offer', () => {
  it('names each sponsor and inviter once, and nobody for those made outside', async () => {
    await insert(
      { senderSubject: 'b', senderName: 'Bea' },
      { senderSubject: 'a', senderName: 'Ada', sponsorUserId: 's0', sponsorName: '' },
      { senderSubject: 'a', senderName: 'Ada' },
      { origin: 'outside', senderSubject: '', senderName: '', sponsorUserId: '' },
    );
    expect(await reading.people()).toEqual({
      sponsors: [
        { id: 's0', name: 's0' },
        { id: 'sponsor-1', name: 'Sam Sponsor' },
      ],
      inviters: [
        { id: 'a', name: 'Ada' },
        { id: 'b', name: 'Bea' },
      ],
    });
  });
});
