import 'server-only';
import { and, eq, lte, type SQL, sql, type WithSubquery } from 'drizzle-orm';
import { emailKey } from '../invitations/email';
import {
  type ApprovedBy,
  type AttemptContent,
  type AttemptRecord,
  type Lease,
  ledgerState,
  type NewInvitation,
  type NewRevoke,
  type Recorded,
} from '../invitations/ledger';
import { type Attempt, step } from '../invitations/protocol';
import { type AuditEntry, appendAudit } from './audit';
import type { SharedClock, Tx } from './connection';
import { followRow } from './follow-row';
import { readInstallation } from './installation';
import { approvalColumns, attemptRow, contentColumns, toAttempt, toRecord } from './ledger-rows';
import { policyNumber, policyNumberNow } from './policy-book';
import { attempts, installation, invitations } from './schema';
import { stillHolds } from './still-holds';
import { asStored } from './stored';

/** A fresh intent that waits, so that its sender can call it off. */
const heldIntent = (ms: number, at: Date): Attempt => ({ state: 'intent', notBefore: at.getTime() + ms, held: true });

/** A fresh intent, claimed at once by whoever records it: one transaction less before the request leaves. */
const claimedIntent = (lease: Lease, at: Date): Attempt =>
  step({ state: 'intent', notBefore: 0 }, { type: 'claim', owner: lease.owner, now: at.getTime(), leaseMs: lease.ms });

/**
 * Records an invitation, its first attempt and the audit's entry, with those of `alongside` in front of it. The unique indexes
 * refuse a second of key or person.
 */
export async function insertIntent(
  tx: Tx,
  clock: SharedClock,
  invitation: NewInvitation,
  lease: Lease,
  alongside: Alongside = NONE,
): Promise<Recorded> {
  const [now] = await tx
    .select({
      stopped: installation.sendingStopped,
      at: clock.expression(),
      policy: policyNumberNow,
      anyLapsed: sql<boolean>`exists (select 1 from ${invitations} where ${hasLapsed(invitation)})`,
    })
    .from(installation);
  if (now === undefined) throw new Error('the table installation is empty');
  if (now.stopped) return { kind: 'stopped' };
  if (!(await stillHolds(tx, clock, invitation, now.policy))) return { kind: 'judged-by-older' };
  const { content, actor, ticket, sponsorName, requestId, warned, approval } = invitation;
  const { at } = now;
  const lapsed = now.anyLapsed ? await expireLapsed(tx, invitation, at) : [];
  const id = crypto.randomUUID();
  const { holdMs = 0 } = invitation;
  const first = holdMs > 0 ? heldIntent(holdMs, at) : claimedIntent(lease, at);
  const carried: AttemptContent = {
    directoryId: content.directoryId,
    create: content,
    ticket,
    sponsorName,
    revokes: '',
    reason: '',
    ...requestOf(approval),
    referenced: invitation.referenced,
  };
  const from = {
    ...invitation,
    // Whoever approved it makes the call, in the requester's name.
    actor: approval?.approver ?? actor,
    invitationId: id,
    kind: 'create' as const,
    content: carried,
  };
  const invited = {
    id,
    ...contentColumns(carried, content),
    state: ledgerState(first, { status: 'pending', inBatch: false }),
    origin: 'usher' as const,
    submissionKey: invitation.submissionKey,
    contentHash: invitation.contentHash,
    senderSubject: actor.subject,
    senderName: actor.name,
    senderEmail: actor.email,
    ...approvalColumns(approval),
    createdAt: at,
    updatedAt: at,
  };
  const attempted = attemptRow(from, 1, first, at);
  const invite = tx.insert(invitations).values(invited).returning({ id: invitations.id });
  const attempt = tx.insert(attempts).values(attempted).returning({ id: attempts.id });
  const changes: WithSubquery[] = [];
  if (alongside === NONE) {
    changes.push(tx.$with('invited').as(invite), tx.$with('attempted').as(attempt));
  } else {
    // What changes alongside refers to the invitation, which must be there.
    await invite;
    await attempt;
  }
  const entries: AuditEntry[] = [
    ...lapsed,
    ...(await alongside(id)),
    {
      action: 'invitation.requested',
      invitationId: id,
      requestId,
      actor,
      target: { key: invited.emailKey, email: content.email, name: content.displayName },
      text: {
        purpose: content.purpose,
        ticket,
        ...(warned === null ? {} : { acknowledged: warned.acknowledged }),
      },
      details: {
        directoryId: content.directoryId,
        roleIds: content.roleIds,
        sponsorUserId: content.sponsorUserId,
        overridden: invitation.overridden,
        ...(holdMs === 0 ? {} : { heldSeconds: Math.round(holdMs / 1000) }),
        ...(warned === null ? {} : { lookalike: [...warned.kinds] }),
        ...requestOf(approval),
      },
    },
  ];
  await appendAudit(tx, entries, changes);
  return {
    kind: 'recorded',
    record: toRecord(asStored(invitations, invited)),
    attempt: toAttempt(asStored(attempts, attempted)),
  };
}

const hasLapsed = ({ content, intentAtUpstream }: NewInvitation): SQL | undefined =>
  and(
    eq(invitations.directoryId, content.directoryId),
    eq(invitations.emailKey, emailKey(content.email)),
    eq(invitations.state, 'pending'),
    lte(invitations.expiresAt, intentAtUpstream),
  );

/**
 * A pending one whose link is dead by its `expiresAt` and the upstream's own clock is expired, whatever the upstream has got
 * round to saying: it must not stand in the way. Answers the audit's entries for it.
 */
async function expireLapsed(tx: Tx, invitation: NewInvitation, at: Date): Promise<AuditEntry[]> {
  const lapsed = await tx
    .update(invitations)
    .set({ state: 'expired', updatedAt: at })
    .where(hasLapsed(invitation))
    .returning();
  return lapsed.map((row) => ({
    action: 'invitation.expired',
    invitationId: row.id,
    upstreamId: row.upstreamId,
    requestId: invitation.requestId,
    actor: null,
    target: { key: row.emailKey, email: row.email, name: row.displayName },
    details: { from: 'pending', expiresAt: row.expiresAt?.toISOString() ?? '' },
  }));
}

/** Records a revoke, or the first step of a re-issue. Null when something else is under way for that invitation. */
export async function insertRevoke(
  tx: Tx,
  clock: SharedClock,
  revoke: NewRevoke,
  lease: Lease,
  alongside: Alongside = NONE,
): Promise<AttemptRecord | 'judged-by-older' | null> {
  const [invitation] = await tx.select().from(invitations).where(eq(invitations.id, revoke.invitationId)).for('update');
  if (invitation === undefined || (await readInstallation(tx)).sendingStopped) return null;
  // What only revokes is never stopped by a policy.
  if (revoke.reissue !== null) {
    const judged = { ...revoke.reissue, actor: revoke.actor };
    if (!(await stillHolds(tx, clock, judged, await policyNumber(tx)))) return 'judged-by-older';
  }
  const at = await clock(tx);
  const [{ last } = { last: 0 }] = await tx
    .select({ last: sql<number>`coalesce(max(${attempts.number}), 0)::int` })
    .from(attempts)
    .where(eq(attempts.invitationId, invitation.id));
  const { reissue } = revoke;
  const content: AttemptContent = {
    directoryId: invitation.directoryId,
    create: reissue?.content ?? null,
    ticket: reissue?.ticket ?? invitation.ticket,
    sponsorName: reissue?.sponsorName ?? invitation.sponsorName,
    revokes: revoke.revokes,
    reason: revoke.reason,
    ...(reissue?.asBefore ? { asBefore: true } : {}),
    ...requestOf(revoke.approval),
    referenced: revoke.referenced,
  };
  // With nothing to revoke, a re-issue begins with its create.
  const kind = revoke.revokes === '' ? ('create' as const) : ('revoke' as const);
  const from = { ...revoke, kind, content };
  const attempt = only(
    await tx
      .insert(attempts)
      .values(attemptRow(from, last + 1, claimedIntent(lease, at), at))
      .returning(),
  );
  await tx
    .update(invitations)
    .set({
      ...(kind === 'create' && reissue !== null ? contentColumns(content, reissue.content) : {}),
      ...approvalColumns(revoke.approval),
      state: 'reissuing',
      updatedAt: at,
    })
    .where(eq(invitations.id, invitation.id));
  if (revoke.batch) {
    const row = { batchId: revoke.batch.id, batchRow: revoke.batch.row, invitationId: invitation.id };
    await followRow(tx, row, claimedIntent(lease, at), { at });
  }
  const before = await alongside(invitation.id);
  await appendAudit(tx, [
    ...before,
    {
      action: reissue === null ? 'revoke.requested' : 'reissue.requested',
      invitationId: invitation.id,
      upstreamId: revoke.revokes === '' ? null : revoke.revokes,
      requestId: revoke.requestId,
      actor: revoke.actor,
      target: { key: invitation.emailKey, email: invitation.email, name: invitation.displayName },
      text: { reason: revoke.reason },
      details: {
        attempt: last + 1,
        from: invitation.state,
        ...(reissue === null ? {} : { roleIds: content.create?.roleIds ?? [] }),
        ...requestOf(revoke.approval),
      },
    },
  ]);
  return toAttempt(attempt);
}

/** Further changes of the same transaction, once the invitation's id is known, with their audit entries. */
export type Alongside = (invitationId: string) => Promise<AuditEntry[]>;
const NONE: Alongside = async () => [];

const requestOf = (approval: ApprovedBy | undefined) => (approval === undefined ? {} : { request: approval.request });

function only<T>(rows: T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('the statement returned no row');
  return row;
}
