import 'server-only';
import { and, eq, notInArray } from 'drizzle-orm';
import { emailKey } from '../invitations/email';
import type { AttemptRecord, Lease } from '../invitations/ledger';
import { leaseOwner } from '../invitations/ledger';
import { FINAL_STATES } from '../invitations/ledger-states';
import { step } from '../invitations/protocol';
import { lifeOf, stepRequest } from '../invitations/requests/protocol';
import type { Approval, Approved, Requests } from '../invitations/requests/requests';
import { appendAudit } from './audit';
import type { Db, SharedClock, Tx } from './connection';
import { violatedUnique } from './errors';
import { readInstallation } from './installation';
import { applyIn } from './ledger-events';
import { toRecord } from './ledger-rows';
import { policyNumber } from './policy-book';
import { type Alongside, insertIntent, insertRevoke } from './record-intent';
import { liveRequest, lockRequest, only } from './request-events';
import { deciderColumns, type RequestRow, requestEntry, toRequest, UNDECIDED } from './request-rows';
import { attempts, invitations } from './schema';
import { requests } from './schema-approval';
import { inTransaction } from './transaction';

const DAY_MS = 86_400_000;

/** Records an approval and the intent of what it sends, claimed, in one transaction: neither is there without the other. */
export async function approveRequest(
  db: Db,
  clock: SharedClock,
  id: string,
  approval: Approval,
  lease: Lease,
): Promise<Approved> {
  try {
    return await inTransaction(db, (tx) => approveIn(tx, clock, id, approval, lease));
  } catch (error) {
    const index = violatedUnique(error);
    if (index === 'attempt_open' || index === 'attempt_number') return { kind: 'busy' };
    if (index !== 'invitation_live') throw error;
    const live = await liveInvitation(db, approval);
    // It has ended in this moment: nothing is in the way any more.
    return live === null ? approveRequest(db, clock, id, approval, lease) : { kind: 'live', record: toRecord(live) };
  }
}

async function approveIn(
  tx: Tx,
  clock: SharedClock,
  id: string,
  { event, facts, intent }: Approval,
  lease: Lease,
): Promise<Approved> {
  const row = await lockRequest(tx, id);
  if (row === null) return { kind: 'missing' };
  const at = await clock(tx);
  const current = { now: at.getTime(), policyNumber: await policyNumber(tx) };
  const stepped = stepRequest(lifeOf(toRequest(row)), { ...event, ...current });
  if (!stepped.ok) return { kind: 'refused', why: stepped.why, request: toRequest(row) };
  if ((await readInstallation(tx)).sendingStopped) return { kind: 'stopped' };

  let after: RequestRow = row;
  const alongside: Alongside = async (invitationId) => {
    after = only(
      await tx
        .update(requests)
        .set({
          state: stepped.next.state,
          ...facts.judged,
          ...deciderColumns(facts.actor, at),
          decisionWords: facts.words,
          decisionChanges: facts.changes,
          invitationId,
          updatedAt: at,
        })
        .where(eq(requests.id, id))
        .returning(),
    );
    const narrowed = facts.changes.map(({ field }) => field);
    return [
      requestEntry(after, {
        action: 'request.approved',
        actor: facts.actor,
        requestId: facts.requestId,
        text: { words: facts.words },
        details: { from: row.state, narrowed, roleIds: event.sends.roleIds, policy: event.judged.number },
      }),
    ];
  };
  if (intent.kind === 'invite') {
    const recorded = await insertIntent(tx, clock, intent, lease, alongside);
    if (recorded.kind !== 'recorded') throw new Error(`a new intent was ${recorded.kind}`);
    return { kind: 'approved', request: toRequest(after), record: recorded.record, attempt: recorded.attempt };
  }
  const attempt = await insertRevoke(tx, clock, intent, lease, alongside);
  if (attempt === null) return { kind: 'busy' };
  const record = only(await tx.select().from(invitations).where(eq(invitations.id, attempt.invitationId)));
  return { kind: 'approved', request: toRequest(after), record: toRecord(record), attempt };
}

async function liveInvitation(db: Db, { event, intent }: Approval) {
  const [row] = await db
    .select()
    .from(invitations)
    .where(
      and(
        eq(invitations.directoryId, event.sends.directoryId),
        eq(invitations.emailKey, emailKey(event.sends.email)),
        eq(invitations.origin, 'usher'),
        notInArray(invitations.state, [...FINAL_STATES]),
        // The one that is sent again does not stand in its own way.
        ...(intent.kind === 'reissue' ? [notInArray(invitations.id, [intent.invitationId])] : []),
      ),
    );
  return row ?? null;
}

/**
 * Ends a claimed attempt unsent and opens its request again. Nothing happens when the lease is not the caller's any more:
 * whoever has it then asks again.
 */
export function takeBack(db: Db, clock: SharedClock): Requests['takeBack'] {
  return (attempt, { judged, days, requestId }) =>
    inTransaction(db, async (tx) => {
      // The request first, as an approval does.
      const row = attempt.request === null ? null : await lockRequest(tx, attempt.request);
      const event = { type: 'refused', owner: leaseOwner(attempt), code: 'policy-changed' } as const;
      if (!(await isStillClaimed(tx, attempt, event))) return;
      const at = await clock(tx);
      const reopened = row === null ? null : await reopen(tx, row, { attempt, judged, at, days });
      await applyIn(tx, clock, attempt.id, event, { actor: attempt.actor, requestId: attempt.requestId });
      if (reopened === null) return;
      await appendAudit(
        tx,
        requestEntry(reopened, {
          action: 'request.reopened',
          actor: null,
          requestId,
          invitationId: attempt.invitationId,
          details: { from: 'approved', to: reopened.state, policy: judged?.policyNumber ?? reopened.policyNumber },
        }),
      );
    });
}

async function isStillClaimed(
  tx: Tx,
  attempt: AttemptRecord,
  event: { type: 'refused'; owner: string; code: string },
): Promise<boolean> {
  const [row] = await tx.select().from(attempts).where(eq(attempts.id, attempt.id)).for('update');
  return row !== undefined && step(row.protocol, event) !== row.protocol;
}

async function reopen(
  tx: Tx,
  row: RequestRow,
  {
    attempt,
    judged,
    at,
    days,
  }: { attempt: AttemptRecord; judged: Parameters<Requests['takeBack']>[1]['judged']; at: Date; days: number },
): Promise<RequestRow | null> {
  const stepped = stepRequest(lifeOf(toRequest(row)), {
    type: 'reopen',
    sent: row.invitationId !== attempt.invitationId,
  });
  if (!stepped.ok) return null;
  // Somebody has asked for the same person since: one request at a time, and theirs waits already.
  const another = await liveRequest(tx, row.directoryId, row.emailKey);
  return only(
    await tx
      .update(requests)
      .set({
        ...UNDECIDED,
        ...judged,
        state: another === null ? stepped.next.state : 'expired',
        invitationId: null,
        updatedAt: at,
        expiresAt: new Date(at.getTime() + days * DAY_MS),
      })
      .where(eq(requests.id, row.id))
      .returning(),
  );
}
