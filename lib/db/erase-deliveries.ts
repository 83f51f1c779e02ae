import 'server-only';
import { eq, inArray, or, sql } from 'drizzle-orm';
import type { Tx } from './connection';
import { auditPersonal, invitations } from './schema';
import { accounts, requests } from './schema-approval';
import { deliveries } from './schema-telling';

/**
 * Deletes what was told, or waits to be told, to a person and about them: of the audit's entries that name them, and of their
 * invitations and requests. Before they are erased elsewhere, or nobody would know any more which those were.
 */
export async function eraseDeliveries(tx: Tx, whom: { emailKey: string } | { subject: string }): Promise<number> {
  const byKey = 'emailKey' in whom;
  const person = byKey ? whom.emailKey : whom.subject;
  const entries = tx
    .select({ sequence: auditPersonal.sequence })
    .from(auditPersonal)
    .where(eq(auditPersonal.person, person));
  const theirs = await Promise.all([
    tx
      .select({ id: invitations.id })
      .from(invitations)
      .where(byKey ? eq(invitations.emailKey, person) : eq(invitations.senderSubject, person)),
    tx
      .select({ id: requests.id })
      .from(requests)
      .where(byKey ? eq(requests.emailKey, person) : eq(requests.requesterSubject, person)),
  ]);
  const ids = theirs.flat().map(({ id }) => id);
  const gone = await tx
    .delete(deliveries)
    .where(
      or(
        inArray(deliveries.sequence, entries),
        byKey
          ? eq(sql`lower(${deliveries.recipient})`, person)
          : sql`lower(${deliveries.recipient}) in (select lower(${accounts.email}) from ${accounts}
              where ${accounts.subject} = ${person} and ${accounts.email} <> '')`,
        sql`${deliveries.payload} -> 'about' ?| ${sql.param(ids)}::text[]`,
      ),
    )
    .returning({ id: deliveries.id });
  return gone.length;
}
