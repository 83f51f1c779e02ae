import 'server-only';
import { and, count, type SQL, sql } from 'drizzle-orm';
import { type Count, type Counts, type ListFilter, TABS, type Tab } from '../invitations/desk';
import type { Db } from './connection';
import { filterCondition, tabCondition, unsettled } from './list-conditions';
import { remembered } from './remembered';
import { invitations } from './schema';

/** Hits that are looked at one by one; beyond, only what is open is counted, which is never many. */
const MOST_HITS = 1_000;

const exactly = (value: number): Count => ({ value, atLeast: false });

/** Counts for the tabs, for a whole ledger or within a filter, in a time that does not grow with the ledger. */
export function createCounts(db: Db): (filter: ListFilter, now: Date) => Promise<Counts> {
  const history = remembered(() => countHistory(db));
  return async (filter, now) => {
    const condition = filterCondition(filter);
    if (condition !== undefined) return countHits(db, condition, now);
    const [{ attention, pending, expiring, expired }, past] = await Promise.all([
      countOpen(db, undefined, now),
      history(),
    ]);
    return {
      attention: exactly(attention),
      pending: exactly(pending),
      expiring: exactly(expiring),
      accepted: exactly(past.accepted),
      expired: exactly(past.expired + expired),
      revoked: exactly(past.revoked),
      all: exactly(past.all),
    };
  };
}

/** Within a filter: exact as long as the hits are few enough to be looked at. */
async function countHits(db: Db, condition: SQL, now: Date): Promise<Counts> {
  const found = await countRows(db, condition, now, MOST_HITS + 1);
  if (found.all <= MOST_HITS) return Object.fromEntries(TABS.map((tab) => [tab, exactly(found[tab])])) as Counts;
  const { attention, pending, expiring } = await countOpen(db, condition, now);
  return {
    attention: exactly(attention),
    pending: exactly(pending),
    expiring: exactly(expiring),
    accepted: null,
    expired: null,
    revoked: null,
    all: { value: MOST_HITS, atLeast: true },
  };
}

/** What is open or wants attention, by the index on the state: a few among however many are over. `expired`: the lapsed. */
const countOpen = (db: Db, condition: SQL | undefined, now: Date) => countRows(db, and(condition, unsettled(now)), now);

/** One look at each row that fits, for all tabs together. */
async function countRows(db: Db, condition: SQL | undefined, now: Date, limit?: number): Promise<Record<Tab, number>> {
  const { state, expiresAt, createdAt, updatedAt, emailKey, directoryId } = invitations;
  const rows = db
    .select({ state, expiresAt, createdAt, updatedAt, emailKey, directoryId })
    .from(invitations)
    .where(condition)
    .$dynamic();
  const looked = (limit === undefined ? rows : rows.limit(limit)).as('invitation');
  const columns = Object.fromEntries(TABS.map((tab) => [tab, countWhere(tabCondition(tab, now))]));
  const [found] = await db.select(columns as Record<Tab, SQL<number>>).from(looked);
  if (found === undefined) throw new Error('a count returned no row');
  return found;
}

const countWhere = (condition: SQL | undefined): SQL<number> =>
  condition === undefined ? sql`count(*)::int` : sql`(count(*) filter (where ${condition}))::int`;

/** How many are open, for the frame. */
export async function countPending(db: Db, now: Date): Promise<number> {
  return db.$count(invitations, tabCondition('pending', now));
}

type History = { accepted: number; expired: number; revoked: number; all: number };

async function countHistory(db: Db): Promise<History> {
  const rows = await db.select({ state: invitations.state, n: count() }).from(invitations).groupBy(invitations.state);
  const of = (state: string) => rows.find((row) => row.state === state)?.n ?? 0;
  return {
    accepted: of('accepted'),
    expired: of('expired'),
    revoked: of('revoked'),
    all: rows.reduce((sum, row) => sum + row.n, 0),
  };
}
