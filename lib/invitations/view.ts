import { type Context, callOf, personView } from './context';
import type { InvitationView } from './invitation';
import { type Human, heldUntil, type InvitationRecord } from './ledger';
import { mayUndo } from './may-undo';
import type { UpstreamInvitation } from './ports';

/**
 * An invitation as a page shows it: the upstream's facts with names beside ids. A name that cannot be had just now does
 * not hide the invitation: the id stands in for it.
 */
export async function invitationView(ctx: Context, invitation: UpstreamInvitation): Promise<InvitationView> {
  const call = callOf(ctx);
  const [directories, roles, sponsor] = await Promise.all([
    ctx.catalog.directories(call),
    ctx.catalog.roles(call),
    invitation.sponsorUserId === '' ? null : ctx.catalog.person(invitation.sponsorUserId, call),
  ]);
  const directory = directories.ok ? directories.value.find((each) => each.id === invitation.directoryId) : undefined;
  const roleName = (id: string): string => {
    const role = roles.ok ? roles.value.find((each) => each.id === id) : undefined;
    return role?.displayName || role?.name || id;
  };
  return {
    id: invitation.id,
    directory: { id: invitation.directoryId, name: directory?.name ?? invitation.directoryId },
    email: invitation.email,
    displayName: invitation.displayName,
    roles: invitation.roleIds.map((id) => ({ id, name: roleName(id) })),
    sponsor: sponsorView(invitation.sponsorUserId, sponsor),
    purpose: invitation.purpose,
    jobId: invitation.jobId,
    onboardingFlowId: invitation.onboardingFlowId,
    status: invitation.status,
    statusRaw: invitation.statusRaw,
    createdAt: invitation.createdAt,
    expiresAt: invitation.expiresAt,
    acceptedAt: invitation.acceptedAt,
    createdUserId: invitation.createdUserId,
    checkedAt: ctx.clock.now().toISOString(),
    ledger: null,
  };
}

function sponsorView(
  id: string,
  answer: Awaited<ReturnType<Context['catalog']['person']>> | null,
): InvitationView['sponsor'] {
  if (id === '') return null;
  if (answer?.ok && answer.value !== null) return personView(answer.value);
  return { id, name: id, email: '', title: '' };
}

/** An invitation of the ledger as a page shows it, also while the upstream has, or is known to have, none. */
export async function recordView(ctx: Context, record: InvitationRecord): Promise<InvitationView> {
  const upstream: UpstreamInvitation = record.upstream ?? {
    ...record.content,
    id: '',
    status: 'unrecognised',
    statusRaw: '',
    invitedByUserId: '',
    createdUserId: '',
    createdAt: record.createdAt.toISOString(),
    updatedAt: '',
    expiresAt: '',
    acceptedAt: '',
  };
  return {
    ...(await invitationView(ctx, upstream)),
    checkedAt: (record.seenAt ?? record.createdAt).toISOString(),
    ledger: {
      id: record.id,
      state: record.state,
      inviter: named(record.sender),
      approver: named(record.approver),
      request: record.requestId,
      held: record.state === 'held' ? await holdView(ctx, record) : null,
    },
  };
}

/** Until when it can be undone, and whether by this reader. */
async function holdView(ctx: Context, record: InvitationRecord) {
  const attempt = await ctx.ledger.openAttempt(record.id);
  const until = attempt === null ? null : heldUntil(attempt);
  return until === null ? null : { until: until.toISOString(), mayUndo: mayUndo(ctx.actor, record) };
}

const named = (human: Human | null) => (human === null ? null : { name: human.name, email: human.email });
