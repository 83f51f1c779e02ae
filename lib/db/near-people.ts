import 'server-only';
import { and, desc, inArray, ne, or, sql } from 'drizzle-orm';
import { emailKey } from '../invitations/email';
import type { Queryable } from './connection';
import { people } from './schema';

/** More are not compared: who is that far down the list is nobody's double. */
const MOST = 10;

/**
 * People of the local copy whose name or whose address before the @ is near to these, the nearest first: candidates, for
 * the core to judge. What stands after the @ is left out, because colleagues share it.
 */
export async function nearPeople(
  db: Queryable,
  email: string,
  name: string,
): Promise<{ id: string; name: string; email: string }[]> {
  const local = emailKey(email).split('@')[0]?.split('+')[0] ?? '';
  const wanted = name.trim().toLowerCase();
  const theirLocal = sql`split_part(lower(${people.email}), '@', 1)`;
  const theirName = sql`lower(${people.name})`;
  return db
    .select({ id: people.id, name: people.name, email: people.email })
    .from(people)
    .where(
      and(
        or(sql`${theirLocal} % ${local}`, sql`${theirName} % ${wanted}`),
        ne(people.status, 'deleted'),
        inArray(people.type, ['human', 'unknown']),
      ),
    )
    .orderBy(desc(sql`greatest(similarity(${theirLocal}, ${local}), similarity(${theirName}, ${wanted}))`), people.id)
    .limit(MOST);
}
