import { isLive } from '../ledger-states';
import type { Finding, RowClass } from './batch';
import type { KnownByKey } from './plan-facts';
import type { KnownInvitation } from './plans';

type Person = { directoryId: string; emailKey: string };
type Found = { class: RowClass; finding: Finding };

/** What is known of a person who is to be invited; `before` is what went before and does not stand in the way. */
export type Standing = { against: Found | null; before: KnownInvitation | null };

/**
 * What stands against inviting somebody, by the local copy: they were sent by an earlier upload of the same file, are invited,
 * asked for, about to be invited by another import, or are there already. The same as for a single invitation
 * (`standing.ts`), without a question to the upstream.
 */
export function standingByCopy({ directoryId, emailKey }: Person, known: KnownByKey, upstreamNow: Date): Standing {
  const here = <T extends { directoryId: string }>(all: ReadonlyMap<string, T[]>): T[] =>
    (all.get(emailKey) ?? []).filter((each) => each.directoryId === directoryId);
  const invitations = here(known.invitations);
  const elsewhere = here(known.elsewhere);
  const byId = new Map(invitations.map((each) => [each.id, each]));
  const isOpen = (each: KnownInvitation) => isLive(each.state) && !hasLapsed(each, upstreamNow);
  const user = known.people.get(emailKey)?.find((each) => each.user.status !== 'deleted')?.user ?? null;
  // Somebody of that address who is gone upstream may come back.
  const wasHere = user !== null || !known.people.has(emailKey);
  const isIn = (each: KnownInvitation) => each.state === 'accepted' && wasHere;

  const sentBefore = elsewhere.find(({ sameFile, invitationId, waiting }) => {
    const sent = invitationId === null ? undefined : byId.get(invitationId);
    return sameFile && (waiting || (sent !== undefined && (isOpen(sent) || isIn(sent))));
  });
  if (sentBefore !== undefined) {
    const { who, when, invitationId } = sentBefore;
    return against('already-sent', { who, when: when.toISOString(), ...about(invitationId) });
  }

  // Usher's own first: that one can be acted upon.
  const open = invitations
    .filter(isOpen)
    .sort((a, b) => Number(a.origin === 'outside') - Number(b.origin === 'outside'))[0];
  if (open !== undefined) {
    const until = open.expiresAt === null ? {} : { when: open.expiresAt.toISOString() };
    return against('pending', { who: open.sender, ...until, invitationId: open.id });
  }
  const waiting = elsewhere.find((each) => each.waiting);
  if (waiting !== undefined) {
    return against('pending', { who: waiting.who, because: ['It is about to be sent by another import.'] });
  }
  const [asked] = here(known.asked);
  if (asked !== undefined) {
    return against('pending', { who: asked.who, because: ['Asked for, and waiting for somebody’s approval.'] });
  }
  if (user !== null) {
    const disabled = user.status === 'disabled' ? { because: ['The account is disabled.'] } : {};
    return against('already-user', { who: user.displayName || user.email, ...disabled });
  }
  // What failed or was called off never was an invitation.
  const [last] = invitations.filter(({ state }) => state !== 'failed' && state !== 'cancelled');
  if (last !== undefined && isIn(last)) {
    const when = (last.acceptedAt ?? last.createdAt).toISOString();
    return against('already-sent', { who: last.sender, when, invitationId: last.id, because: ['It was accepted.'] });
  }
  return { against: null, before: last ?? null };
}

const against = (of: RowClass, finding: Finding): Standing => ({ against: { class: of, finding }, before: null });
const about = (invitationId: string | null): Finding => (invitationId === null ? {} : { invitationId });

/** Pending by its state, with a link that is dead by the upstream's own clock. */
const hasLapsed = ({ state, expiresAt }: KnownInvitation, upstreamNow: Date): boolean =>
  state === 'pending' && expiresAt !== null && expiresAt.getTime() <= upstreamNow.getTime();
