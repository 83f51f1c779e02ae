import 'server-only';
import { randomBytes } from 'node:crypto';
import { and, sql, type WithSubquery } from 'drizzle-orm';
import { type AuditPart, hashOfEntry, hashOfPart, type PersonalPart, type StoredEntry } from './audit-chain';
import { type Json, storable } from './canonical';
import { instantOf, type Tx } from './connection';
import { audit, auditHead, auditPersonal } from './schema';

/** Who did it. Everything in here can be erased; null stands for Usher itself. */
export type AuditActor = { subject: string; name: string; email: string; role: string; address?: string };

/** On whom. `key` is `parseEmail().key`, by which a person is found. */
export type AuditTarget = { key: string; email: string; name?: string; [fact: string]: Json | undefined };

export type AuditEntry = {
  /** `invitation.sent`, `invitation.revoked`, `policy.refused`, … */
  action: string;
  actor: AuditActor | null;
  requestId: string;
  target?: AuditTarget;
  invitationId?: string | null;
  upstreamId?: string | null;
  /** What people wrote: a reason, a purpose. It may name anybody, and can be erased. */
  text?: Record<string, string>;
  /** Plain facts: codes, ids of roles and directories, counts. Never a person's name or address: these stay for ever. */
  details?: Record<string, Json>;
};

export type Appended = { sequence: number; hash: string };

/**
 * Appends entries in the caller's transaction: they are there exactly when the change is. Call it LAST in the transaction:
 * from here to the commit no other transaction can append, which is what keeps the sequence without gaps and the chain whole.
 *
 * `changes`: statements that change a row or more each and are to go along, before the lock is taken: one way to the database
 * less.
 */
export async function appendAudit(
  tx: Tx,
  entries: AuditEntry | readonly AuditEntry[],
  changes: readonly WithSubquery[] = [],
): Promise<Appended[]> {
  const list = [entries].flat() as AuditEntry[];
  if (list.length === 0) return [];
  const [head] = await tx
    .with(...changes)
    .select({
      sequence: auditHead.sequence,
      hash: auditHead.hash,
      // The clock that all replicas share, read under the lock: times go up with the sequence.
      at: instantOf(sql`date_trunc('milliseconds', clock_timestamp())`),
    })
    .from(auditHead)
    // Asked for, so that they are done before the lock is taken: whoever waits for a row of theirs must not hold it.
    .where(and(...changes.map((each) => sql`(select count(*) from ${each}) > 0`)))
    .for('update');
  if (head === undefined) throw new Error('the audit has lost its head: audit_head is empty');
  let last = { sequence: head.sequence, hash: head.hash.toString('hex') };
  const sealed = list.map((entry) => {
    const made = seal(entry, last, head.at);
    last = { sequence: made.stored.sequence, hash: made.stored.hash };
    return made;
  });
  const personal = sealed.flatMap(({ stored, parts }) => parts.map((part) => personalRowOf(stored.sequence, part)));
  // One statement: each costs a way to the database and back, and everybody else who appends waits for them.
  const written = tx.$with('written').as(
    tx
      .insert(audit)
      .values(sealed.map(({ stored }) => rowOf(stored)))
      .returning({ sequence: audit.sequence }),
  );
  // An entry of Usher's own has nobody in it, and an insert of no rows is no statement.
  const about =
    personal.length === 0
      ? []
      : [
          tx
            .$with('about')
            .as(tx.insert(auditPersonal).values(personal).returning({ sequence: auditPersonal.sequence })),
        ];
  await tx
    .with(written, ...about)
    .update(auditHead)
    .set({ sequence: last.sequence, hash: Buffer.from(last.hash, 'hex') });
  return sealed.map(({ stored }) => ({ sequence: stored.sequence, hash: stored.hash }));
}

type Part = PersonalPart & { part: AuditPart };

function seal(entry: AuditEntry, last: Appended, at: Date): { stored: StoredEntry; parts: Part[] } {
  const parts = partsOf(entry);
  const open = {
    sequence: last.sequence + 1,
    at: at.toISOString(),
    action: entry.action,
    invitationId: entry.invitationId?.toLowerCase() ?? null,
    upstreamId: entry.upstreamId == null ? null : (storable(entry.upstreamId) as string),
    requestId: storable(entry.requestId) as string,
    details: storable(entry.details ?? {}),
    personalHashes: Object.fromEntries(parts.map((part) => [part.part, hashOfPart(part.part, part)])),
    previousHash: last.hash,
  };
  return { stored: { ...open, hash: hashOfEntry(open) }, parts };
}

function partsOf({ actor, target, text }: AuditEntry): Part[] {
  const part = (name: AuditPart, person: string, content: Json): Part => ({
    part: name,
    person: storable(person) as string,
    salt: randomBytes(32).toString('hex'),
    content: storable(content),
  });
  const parts: Part[] = [];
  if (actor !== null) {
    const { subject, ...content } = actor;
    parts.push(part('actor', subject, content));
  }
  if (target !== undefined) {
    const { key, ...content } = target;
    parts.push(part('target', key, content));
  }
  if (text !== undefined) parts.push(part('text', '', text));
  return parts;
}

const rowOf = (stored: StoredEntry): typeof audit.$inferInsert => ({
  ...stored,
  at: new Date(stored.at),
  previousHash: Buffer.from(stored.previousHash, 'hex'),
  hash: Buffer.from(stored.hash, 'hex'),
});

const personalRowOf = (sequence: number, { part, person, salt, content }: Part): typeof auditPersonal.$inferInsert => ({
  sequence,
  part,
  person,
  salt: Buffer.from(salt, 'hex'),
  content: content as Record<string, unknown>,
});
