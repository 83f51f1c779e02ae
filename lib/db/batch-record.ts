import 'server-only';
import { and, asc, eq, inArray, lte, type SQL, sql } from 'drizzle-orm';
import { type Batch, type RowClass, wholeContent } from '../invitations/bulk/batch';
import type { Recording, RowsRecorded } from '../invitations/bulk/runs';
import { emailKey } from '../invitations/email';
import { type AttemptContent, ledgerState } from '../invitations/ledger';
import type { CreateInvitation } from '../invitations/ports';
import type { Attempt } from '../invitations/protocol';
import { withTicket } from '../invitations/ticket';
import { type AuditEntry, appendAudit } from './audit';
import { toBatch } from './batch-rows';
import { type CeilingCount, ceilingRoom } from './ceiling-room';
import type { SharedClock, Tx } from './connection';
import { insertMany } from './insert-many';
import { readInstallation } from './installation';
import { attemptRow, contentColumns } from './ledger-rows';
import { policyNumber } from './policy-book';
import { attempts, invitations, people } from './schema';
import { batches, batchRows } from './schema-bulk';
import { updateRows } from './update-rows';

/** What goes out on its sender's own word; a lookalike and one that was revoked only wait once somebody said why. */
const SENDABLE = ['new', 'expired', 'lookalike', 'revoked'] as const satisfies RowClass[];

type Row = typeof batchRows.$inferSelect;
/** A row with all that its invitation is made of. */
type Meant = { row: Row; id: string; content: CreateInvitation; carried: AttemptContent };

/** One transaction's worth of rows becomes invitations that wait for their turn. See `Runs.record`. */
export async function recordRows(tx: Tx, clock: SharedClock, batchId: string, how: Recording): Promise<RowsRecorded> {
  const [found] = await tx.select().from(batches).where(eq(batches.id, batchId)).for('update');
  if (found === undefined || (found.state !== 'running' && found.state !== 'held')) return { kind: 'stopped' };
  if ((await readInstallation(tx)).sendingStopped) return { kind: 'stopped' };
  if ((await policyNumber(tx)) !== how.judged.policy) return { kind: 'judged-by-older' };
  const batch = toBatch(found);
  const at = await clock(tx);
  const waiting = await tx
    .select()
    .from(batchRows)
    .where(waitsToBeSent(batchId))
    .orderBy(asc(batchRows.number))
    .limit(how.limit)
    .for('update');
  const names = await sponsorNames(tx, waiting, batch);
  const meant = waiting.map((row) => meantBy(row, batch, how, names));
  const room = await ceilingRoom(tx, clock, batch.actor.subject, domainsOf(meant), how.judged.ceilings);
  const { fits, over } = admitted(meant, room);
  const lapsed = await expireLapsed(tx, fits, how.upstreamNow, { at, requestId: batch.requestId });
  const made = await insertInvitations(tx, batch, fits, at);
  const mine = fits.filter(({ id }) => made.has(id));
  const inTheWay = fits.filter(({ id }) => !made.has(id));
  const attempt = waitingAttempt(batch);
  await insertMany(
    tx,
    attempts,
    mine.map(({ row, id, carried }) =>
      attemptRow(
        {
          invitationId: id,
          kind: 'create',
          content: carried,
          actor: batch.actor,
          requestId: batch.requestId,
          intentAtUpstream: how.upstreamNow,
          batch: { id: batch.id, row: row.number },
        },
        1,
        attempt,
        at,
      ),
    ),
  );
  await updateRows(tx, batch.id, at, [
    ...mine.map(({ row, id }) => ({ number: row.number, state: 'queued' as const, invitationId: id })),
    ...over.map(({ meant: { row }, ceiling }) => ({
      number: row.number,
      state: 'failed' as const,
      failureCode: 'policy-denied',
      failureDetail: ceiling,
    })),
    ...inTheWay.map(({ row }) => ({ number: row.number, state: 'failed' as const, failureCode: 'already-invited' })),
  ]);
  for (const entries of inChunks([...lapsed, ...mine.map((each) => requested(each, batch))])) {
    await appendAudit(tx, entries);
  }
  const [{ left } = { left: 0 }] = await tx
    .select({ left: sql<number>`count(*)::int` })
    .from(batchRows)
    .where(waitsToBeSent(batchId));
  return { kind: 'recorded', recorded: mine.length, failed: over.length + inTheWay.length, left };
}

const waitsToBeSent = (batchId: string): SQL | undefined =>
  and(eq(batchRows.batchId, batchId), eq(batchRows.state, 'waiting'), inArray(batchRows.class, [...SENDABLE]));

/** Of the local copy: a sponsor who is not in it yet is named by the next sync. */
async function sponsorNames(tx: Tx, rows: readonly Row[], { shared }: Batch): Promise<Map<string, string>> {
  const ids = [...new Set(rows.map(({ content }) => content.sponsorUserId ?? shared.sponsorUserId))];
  const found = await tx.select({ id: people.id, name: people.name }).from(people).where(inArray(people.id, ids));
  return new Map(found.map(({ id, name }) => [id, name]));
}

function meantBy(row: Row, batch: Batch, how: Recording, names: ReadonlyMap<string, string>): Meant {
  const { ticket, purpose, ...rest } = wholeContent(row.content, batch.shared);
  const content: CreateInvitation = { ...rest, purpose: withTicket(purpose, ticket), jobId: '', onboardingFlowId: '' };
  const carried: AttemptContent = {
    directoryId: content.directoryId,
    create: content,
    ticket,
    sponsorName: names.get(content.sponsorUserId) ?? '',
    revokes: '',
    reason: '',
    referenced: how.referenced,
  };
  return { row, id: crypto.randomUUID(), content, carried };
}

const domainOf = ({ content: { email } }: Meant): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();
const domainsOf = (meant: readonly Meant[]): string[] => [...new Set(meant.map(domainOf))];

/** In the order of the rows: the first ones get what room there is. */
function admitted(meant: readonly Meant[], room: CeilingCount) {
  const fits: Meant[] = [];
  const over: { meant: Meant; ceiling: string }[] = [];
  for (const each of meant) {
    const ceiling = room.take(domainOf(each));
    if (ceiling === null) fits.push(each);
    else over.push({ meant: each, ceiling });
  }
  return { fits, over };
}

/** While its batch is held it can still be undone; then its turn comes with the others'. */
const waitingAttempt = ({ state, sendAfter }: Batch): Attempt =>
  state === 'held' && sendAfter !== null
    ? { state: 'intent', notBefore: sendAfter.getTime(), held: true }
    : { state: 'intent', notBefore: 0 };

/** Answers the ids of those that are there now: where another one is live for the person, nothing was inserted. */
async function insertInvitations(tx: Tx, batch: Batch, meant: readonly Meant[], at: Date): Promise<Set<string>> {
  const state = ledgerState(waitingAttempt(batch), { status: 'pending', inBatch: true });
  await insertMany(
    tx,
    invitations,
    meant.map(({ row, id, content, carried }) => ({
      id,
      ...contentColumns(carried, content),
      state,
      origin: 'usher' as const,
      submissionKey: row.submissionKey,
      contentHash: `batch:${batch.id}:${row.number}`,
      senderSubject: batch.actor.subject,
      senderName: batch.actor.name,
      senderEmail: batch.actor.email,
      createdAt: at,
      updatedAt: at,
    })),
  );
  const ids = meant.map(({ id }) => id);
  const made = await tx.select({ id: invitations.id }).from(invitations).where(inArray(invitations.id, ids));
  return new Set(made.map(({ id }) => id));
}

/** As with a single one: what is dead by its `expiresAt` does not stand in the way. Answers the audit's entries. */
async function expireLapsed(
  tx: Tx,
  meant: readonly Meant[],
  upstreamNow: Date,
  { at, requestId }: { at: Date; requestId: string },
): Promise<AuditEntry[]> {
  if (meant.length === 0) return [];
  const wanted = new Set(meant.map(({ content }) => JSON.stringify([content.directoryId, emailKey(content.email)])));
  const candidates = await tx
    .select({ id: invitations.id, directoryId: invitations.directoryId, key: invitations.emailKey })
    .from(invitations)
    .where(
      and(
        inArray(
          invitations.emailKey,
          meant.map(({ content }) => emailKey(content.email)),
        ),
        eq(invitations.state, 'pending'),
        lte(invitations.expiresAt, upstreamNow),
      ),
    );
  const ids = candidates.filter((each) => wanted.has(JSON.stringify([each.directoryId, each.key]))).map(({ id }) => id);
  if (ids.length === 0) return [];
  const lapsed = await tx
    .update(invitations)
    .set({ state: 'expired', updatedAt: at })
    .where(inArray(invitations.id, ids))
    .returning();
  return lapsed.map((row) => ({
    action: 'invitation.expired',
    invitationId: row.id,
    upstreamId: row.upstreamId,
    requestId,
    actor: null,
    target: { key: row.emailKey, email: row.email, name: row.displayName },
    details: { from: 'pending', expiresAt: row.expiresAt?.toISOString() ?? '' },
  }));
}

const requested = ({ row, id, content, carried }: Meant, batch: Batch): AuditEntry => ({
  action: 'invitation.requested',
  invitationId: id,
  requestId: batch.requestId,
  actor: batch.actor,
  target: { key: emailKey(content.email), email: content.email, name: content.displayName },
  text: {
    purpose: content.purpose,
    ticket: carried.ticket,
    ...(row.acknowledged === '' ? {} : { acknowledged: row.acknowledged }),
  },
  details: {
    directoryId: content.directoryId,
    roleIds: content.roleIds,
    sponsorUserId: content.sponsorUserId,
    overridden: false,
    batch: batch.id,
    row: row.number,
    ...(row.class === 'lookalike' ? { lookalike: ['acknowledged'] } : {}),
  },
});

/** A statement takes only so many parameters. */
const ENTRIES_AT_ONCE = 500;
export const inChunks = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / ENTRIES_AT_ONCE) }, (_, chunk) =>
    list.slice(chunk * ENTRIES_AT_ONCE, (chunk + 1) * ENTRIES_AT_ONCE),
  );
