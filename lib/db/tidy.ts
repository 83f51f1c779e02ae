import 'server-only';
import { sql } from 'drizzle-orm';
import type { Db } from './connection';

/** Fewer are left to the database's own housekeeping, which comes when it has time. */
const MANY = 1_000;

/**
 * After many invitations came at once: what the search's index has yet to sort in is looked through by every search until
 * then, and without fresh statistics the ways to the rows are those of an empty table.
 */
export async function tidyAfter(db: Db, added: number): Promise<void> {
  if (added < MANY) return;
  await db.execute(sql`select gin_clean_pending_list('invitation_search'), gin_clean_pending_list('invitation_roles')`);
  await db.execute(sql`analyze invitation`);
}
