import 'server-only';
import { emailKey } from '../invitations/email';
import type { ApprovedBy, AttemptContent, AttemptRecord, InvitationRecord, RowOfBatch } from '../invitations/ledger';
import type { CreateInvitation, UpstreamInvitation } from '../invitations/ports';
import type { Attempt } from '../invitations/protocol';
import { referenceOf } from '../invitations/reference';
import { statusOf } from '../invitations/upstream-status';
import type { attempts, invitations } from './schema';

type InvitationRow = typeof invitations.$inferSelect;
type AttemptRow = typeof attempts.$inferSelect;

const iso = (date: Date | null): string => date?.toISOString() ?? '';
const instant = (text: string): Date | null => (text === '' ? null : new Date(text));

/** A row of the table as the core knows it. */
export function toRecord(row: InvitationRow): InvitationRecord {
  const content: CreateInvitation = {
    directoryId: row.directoryId,
    email: row.email,
    displayName: row.displayName,
    roleIds: row.roleIds,
    sponsorUserId: row.sponsorUserId,
    purpose: row.purpose,
    jobId: row.jobId,
    onboardingFlowId: row.onboardingFlowId,
  };
  return {
    id: row.id,
    content,
    ticket: row.ticket,
    state: row.state,
    origin: row.origin,
    sender:
      row.origin === 'outside'
        ? null
        : { subject: row.senderSubject, name: row.senderName, email: row.senderEmail, role: '' },
    approver:
      row.approverSubject === ''
        ? null
        : { subject: row.approverSubject, name: row.approverName, email: row.approverEmail, role: '' },
    requestId: row.requestId,
    failure: row.failureCode === null ? null : { code: row.failureCode, detail: row.failureDetail ?? '' },
    upstream: row.upstreamId === null ? null : upstreamOf(row, content, row.upstreamId),
    seenAt: row.seenAt,
    createdAt: row.createdAt,
  };
}

const upstreamOf = (row: InvitationRow, content: CreateInvitation, id: string): UpstreamInvitation => ({
  ...content,
  id,
  status: statusOf(row.upstreamStatus),
  statusRaw: row.upstreamStatus,
  invitedByUserId: row.invitedByUserId,
  createdUserId: row.createdUserId,
  createdAt: iso(row.upstreamCreatedAt),
  updatedAt: '',
  expiresAt: iso(row.expiresAt),
  acceptedAt: iso(row.acceptedAt),
});

/** The columns that hold what the upstream says of an invitation. */
export const upstreamColumns = (upstream: UpstreamInvitation, seenAt: Date) => ({
  upstreamId: upstream.id,
  upstreamStatus: upstream.statusRaw,
  invitedByUserId: upstream.invitedByUserId,
  createdUserId: upstream.createdUserId,
  upstreamCreatedAt: instant(upstream.createdAt),
  expiresAt: instant(upstream.expiresAt),
  acceptedAt: instant(upstream.acceptedAt),
  seenAt,
});

export const toAttempt = (row: AttemptRow): AttemptRecord => ({
  id: row.id,
  invitationId: row.invitationId,
  kind: row.kind,
  content: row.content.create,
  ticket: row.content.ticket,
  directoryId: row.content.directoryId,
  revokes: row.content.revokes,
  asBefore: row.content.asBefore ?? false,
  reference: row.content.referenced ? referenceOf(row.id) : '',
  attempt: row.protocol,
  intentAtUpstream: row.intentAtUpstream,
  actor: { subject: row.actorSubject, name: row.actorName, email: row.actorEmail, role: row.actorRole },
  requestId: row.requestId,
  request: row.content.request ?? null,
  batch: row.batchId === null || row.batchRow === null ? null : { id: row.batchId, row: row.batchRow },
});

/** What a new attempt's row is made of. */
type NewAttempt = Pick<AttemptRecord, 'invitationId' | 'kind' | 'actor' | 'requestId' | 'intentAtUpstream'> & {
  content: AttemptContent;
  batch?: RowOfBatch | null;
};

export const attemptRow = (
  from: NewAttempt,
  number: number,
  attempt: Attempt,
  at: Date,
): typeof attempts.$inferInsert => ({
  id: crypto.randomUUID(),
  invitationId: from.invitationId,
  number,
  kind: from.kind,
  state: attempt.state,
  protocol: attempt,
  content: from.content,
  actorSubject: from.actor.subject,
  actorName: from.actor.name,
  actorEmail: from.actor.email,
  actorRole: from.actor.role,
  requestId: from.requestId,
  intentAtUpstream: from.intentAtUpstream,
  batchId: from.batch?.id ?? null,
  batchRow: from.batch?.row ?? null,
  createdAt: at,
  updatedAt: at,
});

/** The columns of an invitation that say what is asked for. */
export const contentColumns = ({ ticket, sponsorName }: AttemptContent, create: CreateInvitation) => ({
  directoryId: create.directoryId,
  email: create.email,
  emailKey: emailKey(create.email),
  displayName: create.displayName,
  roleIds: create.roleIds,
  sponsorUserId: create.sponsorUserId,
  sponsorName,
  purpose: create.purpose,
  ticket,
  jobId: create.jobId,
  onboardingFlowId: create.onboardingFlowId,
});

/** The columns that name the request an invitation came of, and who approved it; none where its sender needed nobody. */
export const approvalColumns = (approval: ApprovedBy | undefined) =>
  approval === undefined
    ? {}
    : {
        requestId: approval.request,
        approverSubject: approval.approver.subject,
        approverName: approval.approver.name,
        approverEmail: approval.approver.email,
      };
