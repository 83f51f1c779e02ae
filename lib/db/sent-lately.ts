import 'server-only';
import { and, gt, ne, or, type SQL, sql } from 'drizzle-orm';
import type { SentQuery } from '../invitations/ledger';
import type { PolicyFacts } from '../invitations/rules/verdict';
import type { Queryable, SharedClock } from './connection';
import { attempts } from './schema';

const DAY_MS = 24 * 3_600_000;

/**
 * Invitations recorded in the last 24 hours, as far as there are ceilings for them; 0 where there is none. A re-issue
 * sends a mail like any other and counts; what the upstream refused sent none and does not.
 */
export async function sentLately(
  on: Queryable,
  clock: SharedClock,
  { inviter, domain, ceilings }: SentQuery,
): Promise<PolicyFacts['sent']> {
  if (Object.values(ceilings).every((ceiling) => ceiling === null)) return { byInviter: 0, toDomain: 0, inAll: 0 };
  const since = new Date((await clock(on)).getTime() - DAY_MS);
  const count = (ceiling: number | null, which: SQL) =>
    ceiling === null ? sql<number>`0` : sql<number>`(count(*) filter (where ${which}))::int`;
  const email = sql`${attempts.content} -> 'create' ->> 'email'`;
  const [row] = await on
    .select({
      byInviter: count(ceilings.perInviter, sql`${attempts.actorSubject} = ${inviter}`),
      toDomain: count(ceilings.perDomain, sql`lower(split_part(${email}, '@', 2)) = ${domain}`),
      inAll: count(ceilings.inAll, sql`true`),
    })
    .from(attempts)
    .where(mailedSince(since));
  return row ?? { byInviter: 0, toDomain: 0, inAll: 0 };
}

/** Attempts that sent a mail, or will. */
export const mailedSince = (since: Date): SQL | undefined =>
  and(
    gt(attempts.createdAt, since),
    ne(attempts.state, 'refused'),
    // A re-issue is one: while its revoke is under way, and then as the create that follows it.
    or(
      sql`${attempts.kind} = 'create'`,
      sql`${attempts.state} <> 'settled' and jsonb_typeof(${attempts.content} -> 'create') = 'object'`,
    ),
  );
