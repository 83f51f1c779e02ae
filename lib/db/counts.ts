import 'server-only';
import { and, count, type SQL, sql } from 'drizzle-orm';
import { type Count, type Counts, type ListFilter, TABS, type Tab } from '../invitations/desk';
import type { Db } from './connection';
import { filterCondition, lapsed, ON_ITS_WAY, tabCondition, unsettled } from './list-conditions';
import { remembered } from './remembered';
import { invitations } from './schema';

/** Hits that are looked at one by one, of all and of what is open; where there are more, that is all there is to say. */
const MOST_HITS = 1_000;

const exactly = (value: number): Count => ({ value, atLeast: false });
const MANY: Count = { value: MOST_HITS, atLeast: true };

export type CountReads = {
  /** For the tabs, for a whole ledger or within a filter, in a time that hardly grows with the ledger. */
  counts(filter: ListFilter, now: Date): Promise<Counts>;
  /** How many are open, for the frame. */
  pending(now: Date): Promise<number>;
};

export function createCounts(db: Db): CountReads {
  const byState = remembered(() => countByState(db));
  const whole = async (now: Date): Promise<Record<Tab, number>> => {
    const [byClock, states] = await Promise.all([countByClock(db, now), byState()]);
    const of = (...names: readonly string[]) => names.reduce((sum, name) => sum + (states.get(name) ?? 0), 0);
    const { attention, expiring, over } = byClock;
    return {
      attention,
      expiring,
      pending: Math.max(expiring, of('pending', ...ON_ITS_WAY) - over),
      accepted: of('accepted'),
      expired: of('expired') + over,
      revoked: of('revoked'),
      all: of(...states.keys()),
    };
  };
  return {
    async counts(filter, now) {
      const condition = filterCondition(filter);
      return condition === undefined ? everyTab(await whole(now)) : countHits(db, condition, now);
    },
    pending: async (now) => (await whole(now)).pending,
  };
}

const everyTab = (found: Record<Tab, number>): Counts =>
  Object.fromEntries(TABS.map((tab) => [tab, exactly(found[tab])])) as Counts;

/** Within a filter: exact as long as the hits are few enough to be looked at. */
async function countHits(db: Db, condition: SQL, now: Date): Promise<Counts> {
  const found = await countAtMost(db, condition, now);
  if (found.all <= MOST_HITS) return everyTab(found);
  const past = { accepted: null, expired: null, revoked: null, all: MANY };
  const open = await countAtMost(db, and(condition, unsettled(now)), now);
  if (open.all <= MOST_HITS) {
    return {
      attention: exactly(open.attention),
      pending: exactly(open.pending),
      expiring: exactly(open.expiring),
      ...past,
    };
  }
  // Each by its own index alone: few want attention and some expire soon, however many are open.
  const within = async (tab: 'attention' | 'expiring'): Promise<Count> => {
    const { all: value } = await countAtMost(db, and(condition, tabCondition(tab, now)), now);
    return value > MOST_HITS ? MANY : exactly(value);
  };
  const [attention, expiring] = await Promise.all([within('attention'), within('expiring')]);
  return { attention, pending: MANY, expiring, ...past };
}

/** Of the whole ledger, each by its own index alone: thousands may expire within two days. */
async function countByClock(db: Db, now: Date): Promise<{ attention: number; expiring: number; over: number }> {
  const [found] = await db
    .select({
      attention: db.$count(invitations, tabCondition('attention', now)),
      expiring: db.$count(invitations, tabCondition('expiring', now)),
      over: db.$count(invitations, lapsed(now)),
    })
    .from(sql`(values (1)) as one`);
  if (found === undefined) throw new Error('a count returned no row');
  return found;
}

/**
 * One look at each row that fits, for all tabs together, until there are too many. Materialised, so that the way to the rows
 * is chosen as if all were wanted: to hope for enough of them at the start of the table is to read all of it, now and then.
 */
const countAtMost = (db: Db, condition: SQL | undefined, now: Date): Promise<Record<Tab, number>> =>
  countIn(
    db,
    sql`(with hits as materialized ${rowsWhere(db, condition)} select * from hits limit ${MOST_HITS + 1}::int)`,
    now,
  );

function rowsWhere(db: Db, condition: SQL | undefined): SQL {
  const { state, expiresAt, createdAt, updatedAt, emailKey, directoryId, doubleOf, doubleKind, doubleKeptAt } =
    invitations;
  const rows = db
    .select({ state, expiresAt, createdAt, updatedAt, emailKey, directoryId, doubleOf, doubleKind, doubleKeptAt })
    .from(invitations)
    .where(condition);
  return sql`${rows}`;
}

async function countIn(db: Db, rows: SQL, now: Date): Promise<Record<Tab, number>> {
  const columns = Object.fromEntries(TABS.map((tab) => [tab, countWhere(tabCondition(tab, now))]));
  const [found] = await db.select(columns as Record<Tab, SQL<number>>).from(sql`${rows} as invitation`);
  if (found === undefined) throw new Error('a count returned no row');
  return found;
}

const countWhere = (condition: SQL | undefined): SQL<number> =>
  condition === undefined ? sql`count(*)::int` : sql`(count(*) filter (where ${condition}))::int`;

async function countByState(db: Db): Promise<Map<string, number>> {
  const rows = await db.select({ state: invitations.state, n: count() }).from(invitations).groupBy(invitations.state);
  return new Map(rows.map(({ state, n }) => [state, n]));
}
