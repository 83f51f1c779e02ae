import 'server-only';
import { sql } from 'drizzle-orm';
import type { JudgedBy } from '../invitations/ledger';
import type { SharedClock, Tx } from './connection';
import { sentLately } from './sent-lately';

/** Whoever counts and then adds does so one after the other: a hundred at once must not pass a ceiling of ten. */
export const CEILINGS_LOCK = sql`select pg_advisory_xact_lock(hashtextextended('usher.ceilings', 0))`;

/**
 * Whether an invitation that is about to be recorded was judged by the policy in force, and its ceilings leave room for it.
 * Ask in the transaction that records it.
 */
export async function stillHolds(
  tx: Tx,
  clock: SharedClock,
  of: { judged: JudgedBy; content: { email: string }; actor: { subject: string } },
  /** The number of the policy in force. */
  inForce: number,
): Promise<boolean> {
  const { policy, ceilings } = of.judged;
  if (inForce !== policy) return false;
  const { perInviter, perDomain, inAll } = ceilings;
  if (perInviter === null && perDomain === null && inAll === null) return true;
  await tx.execute(CEILINGS_LOCK);
  const domain = of.content.email.slice(of.content.email.lastIndexOf('@') + 1).toLowerCase();
  const sent = await sentLately(tx, clock, { inviter: of.actor.subject, domain, ceilings });
  const leaves = (ceiling: number | null, count: number) => ceiling === null || count < ceiling;
  return leaves(perInviter, sent.byInviter) && leaves(perDomain, sent.toDomain) && leaves(inAll, sent.inAll);
}
