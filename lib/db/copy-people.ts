import 'server-only';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { emailKey } from '../invitations/email';
import type { UpstreamUser } from '../invitations/ports';
import type { Db } from './connection';
import { invitations, people } from './schema';
import { inTransaction } from './transaction';

type Row = typeof people.$inferSelect;

/** Copies people, and names them as sponsors of invitations that know only their id: those made outside Usher. */
export async function copyPeople(db: Db, seen: readonly UpstreamUser[], at: Date): Promise<void> {
  if (seen.length === 0) return;
  await inTransaction(db, async (tx) => {
    await tx
      .insert(people)
      .values(seen.map((user) => rowOf(user, at)))
      .onConflictDoUpdate({
        target: people.id,
        set: {
          name: sql`excluded.name`,
          email: sql`excluded.email`,
          emailKey: sql`excluded.email_key`,
          jobTitle: sql`excluded.job_title`,
          department: sql`excluded.department`,
          status: sql`excluded.status`,
          type: sql`excluded.type`,
          seenAt: sql`excluded.seen_at`,
        },
      });
    const ids = seen.map(({ id }) => id);
    await tx
      .update(invitations)
      .set({ sponsorName: people.name })
      .from(people)
      .where(and(eq(invitations.sponsorUserId, people.id), inArray(people.id, ids), eq(invitations.sponsorName, '')));
  });
}

const rowOf = (user: UpstreamUser, at: Date): Row => ({
  id: user.id,
  name: user.displayName || user.email || user.id,
  email: user.email,
  emailKey: emailKey(user.email),
  jobTitle: user.jobTitle,
  department: user.department,
  status: user.status,
  type: user.type,
  seenAt: at,
});

/** Somebody with this address, as the copy last saw them; null when it knows nobody. */
export async function knownPerson(db: Db, key: string): Promise<UpstreamUser | null> {
  const [row] = await db.select().from(people).where(eq(people.emailKey, key)).limit(1);
  return row === undefined ? null : toPerson(row);
}

/** A row of the copy as the core knows people. */
export const toPerson = ({ id, name, email, jobTitle, department, status, type }: Row): UpstreamUser => ({
  id,
  displayName: name,
  email,
  emails: [email],
  jobTitle,
  department,
  managerIds: [],
  status,
  type,
});
