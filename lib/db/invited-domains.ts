import 'server-only';
import { count, inArray, sql } from 'drizzle-orm';
import type { Queryable } from './connection';
import { invitations } from './schema';

/** One that failed, was cancelled or taken back says nothing for its domain: it may have been the slip itself. */
const MEANT = ['pending', 'accepted', 'expired'] as const;

/** The domains that invitations went to, and how many to each; those made outside Usher too. One look at the whole ledger. */
export async function invitedDomains(db: Queryable): Promise<Map<string, number>> {
  const domain = sql<string>`split_part(${invitations.emailKey}, '@', -1)`;
  const rows = await db
    .select({ domain, times: count() })
    .from(invitations)
    .where(inArray(invitations.state, [...MEANT]))
    .groupBy(domain);
  return new Map(rows.map((row) => [row.domain, row.times]));
}
