import type { Context } from '../context';
import { shownState } from '../desk';
import { fail, ok, type Result } from '../errors';
import type { InvitationRecord } from '../ledger';
import type { LedgerState } from '../ledger-states';
import { mayUndo } from '../may-undo';
import { namesOf } from '../names';
import { can } from '../policy';
import { deciderOf } from './deciders';
import { withGrants } from './judging';
import { guestsOf } from './own-guests';
import { requestViews } from './request-view';
import type { GuestView, RequestView } from './view';

/** Of one person there are a few dozen; who has more finds the rest on the desk. */
const MOST = 500;

/**
 * A person's guests, newest first: what they have asked for, and the invitations whose sender, sponsor or keeper they are.
 * A request and the invitation that came of it, or that it asks to send again, are one guest. Answers `forbidden`.
 */
export async function myGuests({ ctx }: { ctx: Context }): Promise<Result<GuestView[]>> {
  if (!can(ctx.actor, 'guest.read')) return fail('forbidden');
  const [version, reader, own, names, now] = await Promise.all([
    ctx.policy.current(),
    deciderOf(ctx),
    guestsOf(ctx),
    namesOf(ctx),
    ctx.ledger.now(),
  ]);
  const [requests, invitations] = await Promise.all([
    ctx.requests.ofRequester(ctx.actor.subject, MOST),
    ctx.requests.guests(own, MOST),
  ]);
  const views = await requestViews(withGrants(ctx, version), requests, reader);
  // Newest first: the newest request of an invitation is the one that counts.
  const ofInvitation = new Map<string, RequestView>();
  const alone: RequestView[] = [];
  const known = new Set(invitations.map(({ id }) => id));
  requests.forEach(({ invitationId, reissues }, at) => {
    const view = views[at];
    const id = invitationId ?? reissues;
    if (view === undefined) return;
    if (id === null || !known.has(id)) alone.push(view);
    else if (!ofInvitation.has(id)) ofInvitation.set(id, view);
  });
  const guests = [
    ...alone.map((request) => guestOfRequest(request)),
    ...invitations.map((record) => guestOf(ctx, record, ofInvitation.get(record.id) ?? null, names, now)),
  ];
  return ok(guests.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1)));
}

const isWaiting = (request: RequestView | null): boolean =>
  request?.state === 'open' || request?.state === 'asked-back';

function actsOf(request: RequestView | null, state: LedgerState | null): GuestView['acts'] {
  const acts: GuestView['acts'] = [];
  if (request !== null && isWaiting(request)) {
    acts.push('withdraw');
    if (request.state === 'asked-back') acts.push('answer');
    if (request.kind === 'invite') acts.push('edit');
  }
  if ((state === 'pending' || state === 'expired') && !isWaiting(request)) acts.push('ask-reissue');
  if (state === 'pending') acts.push('revoke');
  return acts;
}

const guestOfRequest = (request: RequestView): GuestView => ({
  key: request.id,
  request,
  invitation: null,
  email: request.email,
  displayName: request.displayName,
  directory: request.directory.name,
  roles: request.roles.map(({ name }) => name),
  purpose: request.purpose,
  createdAt: request.createdAt,
  acts: actsOf(request, null),
});

function guestOf(
  ctx: Context,
  record: InvitationRecord,
  request: RequestView | null,
  names: Awaited<ReturnType<typeof namesOf>>,
  now: Date,
): GuestView {
  const { content, upstream } = record;
  const expiresAt = upstream?.expiresAt ?? '';
  const state = shownState(record.state, expiresAt, now.getTime());
  return {
    key: request?.id ?? record.id,
    request,
    invitation: {
      id: record.id,
      state,
      expiresAt,
      acceptedAt: upstream?.acceptedAt ?? '',
      sentBy: record.approver?.name ?? record.sender?.name ?? '',
    },
    email: content.email,
    displayName: content.displayName,
    directory: names.directory(content.directoryId),
    roles: content.roleIds.map(names.role),
    purpose: content.purpose,
    createdAt: request?.createdAt ?? record.createdAt.toISOString(),
    acts: [...actsOf(request, state), ...(state === 'held' && mayUndo(ctx.actor, record) ? (['undo'] as const) : [])],
  };
}
