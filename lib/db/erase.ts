import 'server-only';
import { and, eq, inArray, ne, notInArray, or, type SQL, sql } from 'drizzle-orm';
import type { AttemptContent } from '../invitations/ledger';
import { FINAL_STATES } from '../invitations/ledger-states';
import { type AuditActor, appendAudit } from './audit';
import { ERASED } from './audit-chain';
import type { Db, Tx } from './connection';
import { eraseFromBatches, eraseImporter } from './erase-batches';
import { eraseDeliveries } from './erase-deliveries';
import { eraseAsked, eraseAsker, eraseSponsor } from './erase-requests';
import { attempts, auditPersonal, invitations, people } from './schema';
import { inTransaction } from './transaction';

/** Whom: an invited person by email key (`parseEmail().key`), or a user of Usher by the identity provider's subject. */
export type Whom = { emailKey: string } | { subject: string };

export type Erased = {
  parts: number;
  invitations: number;
  attempts: number;
  requests: number;
  deliveries: number;
  /** Rows of imports. */
  rows: number;
};

/** A person who has an open invitation cannot be erased: it would be sent, or could be accepted, in nobody's name. */
export class OpenInvitation extends Error {
  override name = 'OpenInvitation';
  constructor(readonly id: string) {
    super(
      `There is an open invitation for this person (${id}). Revoke it, or wait until it has ended, and erase then.`,
    );
  }
}

export const ERASED_NAME = 'Erased person';

/** So that an entry about a large erasure stays readable. */
const PARTS_PER_ENTRY = 1_000;

/**
 * Erases a person from the audit and the ledger, and records that it was done, by whom, and which parts are gone; not whom it
 * was about. The chain stays whole, for it holds hashes only, and without their salts those cannot be guessed from.
 * Everything or nothing: one transaction. `dryRun` counts and rolls back.
 */
export async function erasePerson(
  db: Db,
  whom: Whom,
  by: { actor: AuditActor; requestId: string },
  options: { dryRun?: boolean } = {},
): Promise<Erased> {
  let counted: Erased | undefined;
  try {
    return await inTransaction(db, async (tx) => {
      const deliveries = await eraseDeliveries(tx, whom);
      const rest = 'emailKey' in whom ? await eraseInvited(tx, whom.emailKey) : await eraseSender(tx, whom.subject);
      const ledger = { ...rest, deliveries };
      const person = 'emailKey' in whom ? whom.emailKey : whom.subject;
      const parts = await eraseParts(tx, person);
      counted = { parts: parts.length, ...ledger };
      if (options.dryRun) throw new Counted();
      const entries = [];
      for (let at = 0; at === 0 || at < parts.length; at += PARTS_PER_ENTRY) {
        entries.push({ action: ERASED, ...by, details: { ...ledger, parts: parts.slice(at, at + PARTS_PER_ENTRY) } });
      }
      await appendAudit(tx, entries);
      return counted;
    });
  } catch (error) {
    if (error instanceof Counted && counted !== undefined) return counted;
    throw error;
  }
}

/** Rolls a dry run back. */
class Counted extends Error {}

/** The person's own parts, and what people wrote in the same entries. */
async function eraseParts(tx: Tx, person: string): Promise<string[]> {
  const theirs = tx
    .select({ sequence: auditPersonal.sequence })
    .from(auditPersonal)
    .where(eq(auditPersonal.person, person));
  await tx.execute(sql`set local usher.erasing = 'on'`);
  const gone = await tx
    .delete(auditPersonal)
    .where(
      or(
        eq(auditPersonal.person, person),
        and(eq(auditPersonal.part, 'text'), inArray(auditPersonal.sequence, theirs)),
      ) as SQL,
    )
    .returning({ sequence: auditPersonal.sequence, part: auditPersonal.part });
  await tx.execute(sql`set local usher.erasing = 'off'`);
  return gone.sort((a, b) => a.sequence - b.sequence).map(({ sequence, part }) => `${sequence}:${part}`);
}

async function eraseInvited(tx: Tx, emailKey: string): Promise<Omit<Erased, 'parts' | 'deliveries'>> {
  const [open] = await tx
    .select({ id: invitations.id })
    .from(invitations)
    .where(and(eq(invitations.emailKey, emailKey), notInArray(invitations.state, [...FINAL_STATES])))
    .limit(1);
  if (open !== undefined) throw new OpenInvitation(open.id);
  const gone = await tx
    .update(invitations)
    .set({
      email: '',
      // Different for each, so that two erased persons do not become one.
      emailKey: sql`'erased:' || ${invitations.id}`,
      displayName: ERASED_NAME,
      purpose: '',
      ticket: '',
      contentHash: '',
      failureDetail: null,
    })
    .where(eq(invitations.emailKey, emailKey))
    .returning({ id: invitations.id });
  const rows = await eraseFromBatches(tx, emailKey, ERASED_NAME);
  const asked = await eraseAsked(tx, emailKey, ERASED_NAME);
  const tried = await eraseContents(
    tx,
    gone.map(({ id }) => id),
  );
  const known = await tx.delete(people).where(eq(people.emailKey, emailKey)).returning({ id: people.id });
  if (known.length > 0) {
    const ids = known.map(({ id }) => id);
    await tx.update(invitations).set({ sponsorName: ERASED_NAME }).where(inArray(invitations.sponsorUserId, ids));
    await tx.update(invitations).set({ keeperName: ERASED_NAME }).where(inArray(invitations.keeperUserId, ids));
    await eraseSponsor(tx, ids, ERASED_NAME);
  }
  return { invitations: gone.length, attempts: tried, requests: asked, rows };
}

/** What an attempt of an erased person carries. */
const NOTHING: AttemptContent = { directoryId: '', create: null, ticket: '', sponsorName: '', revokes: '', reason: '' };

async function eraseContents(tx: Tx, ids: string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const tried = await tx
    .update(attempts)
    .set({ content: NOTHING, failureDetail: null })
    .where(inArray(attempts.invitationId, ids))
    .returning({ id: attempts.id });
  return tried.length;
}

async function eraseSender(tx: Tx, subject: string): Promise<Omit<Erased, 'parts' | 'deliveries'>> {
  // One new name for all of theirs: what one person did stays what one person did.
  const pseudonym = `erased:${crypto.randomUUID()}`;
  const sent = await tx
    .update(invitations)
    .set({ senderSubject: pseudonym, senderName: ERASED_NAME, senderEmail: '' })
    .where(and(eq(invitations.senderSubject, subject), ne(invitations.senderSubject, '')))
    .returning({ id: invitations.id });
  const tried = await tx
    .update(attempts)
    .set({ actorSubject: pseudonym, actorName: ERASED_NAME, actorEmail: '' })
    .where(eq(attempts.actorSubject, subject))
    .returning({ id: attempts.id });
  await tx
    .update(invitations)
    .set({ approverSubject: pseudonym, approverName: ERASED_NAME, approverEmail: '' })
    .where(and(eq(invitations.approverSubject, subject), ne(invitations.approverSubject, '')));
  const asked = await eraseAsker(tx, subject, { subject: pseudonym, name: ERASED_NAME });
  await eraseImporter(tx, subject, { subject: pseudonym, name: ERASED_NAME });
  return { invitations: sent.length, attempts: tried.length, requests: asked, rows: 0 };
}
