import 'server-only';
import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { NEVER, type Place } from '../invitations/cursor';
import type { ListFilter, Sort } from '../invitations/desk';
import type { ListedInvitation, Slice } from '../invitations/reading';
import type { Queryable } from './connection';
import { isOpenDouble } from './doubles';
import { filterCondition, tabCondition } from './list-conditions';
import { invitations, people } from './schema';

const { createdAt, expiresAt, displayName, id } = invitations;

/** Each order with the expression that its index has, and how a row says where it stands in it. */
const ORDERS: Record<Sort, { key: SQL; descending: boolean; type: SQL }> = {
  newest: { key: sql`${createdAt}`, descending: true, type: sql`timestamptz` },
  oldest: { key: sql`${createdAt}`, descending: false, type: sql`timestamptz` },
  expires: { key: sql`coalesce(${expiresAt}, 'infinity'::timestamptz)`, descending: false, type: sql`timestamptz` },
  name: { key: sql`left(lower(${displayName}), 100)`, descending: false, type: sql`text` },
};

const beyond = (sort: Sort, after: Place): SQL => {
  const { key, descending, type } = ORDERS[sort];
  return sql`(${key}, ${id}) ${descending ? sql`<` : sql`>`} (${after.key}::${type}, ${after.id}::uuid)`;
};

/** One page. The order ends with the id and goes on after a place, not a number: what comes in between moves nothing. */
export async function listPage(
  db: Queryable,
  filter: ListFilter,
  { sort, after, limit }: Slice,
  now: Date,
  ids?: readonly string[],
): Promise<ListedInvitation[]> {
  const { key, descending } = ORDERS[sort];
  const direction = descending ? desc : asc;
  const rows = await db
    .select({
      invitation: invitations,
      sponsorName: sql<string>`coalesce(nullif(${invitations.sponsorName}, ''), ${people.name}, '')`,
      double: isOpenDouble(now).mapWith(Boolean),
      nameKey: sql<string>`left(lower(${displayName}), 100)`,
    })
    .from(invitations)
    .leftJoin(people, eq(people.id, invitations.sponsorUserId))
    .where(
      and(
        filterCondition(filter),
        tabCondition(filter.tab, now),
        ids === undefined ? undefined : inArray(id, [...ids]),
        after === null ? undefined : beyond(sort, after),
      ),
    )
    .orderBy(direction(key), direction(id))
    .limit(limit);
  return rows.map((row) => listedOf(row, sort));
}

type Row = { invitation: typeof invitations.$inferSelect; sponsorName: string; double: unknown; nameKey: string };

function listedOf({ invitation: row, sponsorName, double, nameKey }: Row, sort: Sort): ListedInvitation {
  return {
    id: row.id,
    upstreamId: row.upstreamId ?? '',
    email: row.email,
    displayName: row.displayName,
    state: row.state,
    directoryId: row.directoryId,
    roleIds: row.roleIds,
    sponsorUserId: row.sponsorUserId,
    sponsorName,
    sender: row.origin === 'outside' ? null : { name: row.senderName, email: row.senderEmail },
    double: double === true,
    purpose: row.purpose,
    ticket: row.ticket,
    expiresAt: row.expiresAt,
    acceptedAt: row.acceptedAt,
    createdAt: row.createdAt,
    place: { id: row.id, key: keyOf(row, nameKey, sort) },
  };
}

function keyOf(row: Row['invitation'], nameKey: string, sort: Sort): string {
  if (sort === 'name') return nameKey;
  if (sort === 'expires') return row.expiresAt?.toISOString() ?? NEVER;
  return row.createdAt.toISOString();
}
