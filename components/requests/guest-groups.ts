import { EXPIRING_MS } from '@/lib/invitations/desk';
import type { LedgerState } from '@/lib/invitations/ledger-states';
import type { GuestView } from '@/lib/invitations/requests/view';

/** In the order in which somebody wants to see them: what needs them first. */
export const GUEST_GROUPS = ['waiting', 'expiring', 'pending', 'accepted', 'never'] as const;
export type GuestGroup = (typeof GUEST_GROUPS)[number];

export const GROUP_WORDS: Record<GuestGroup, { title: string; text: string }> = {
  waiting: { title: 'Waiting', text: 'Not sent yet: somebody decides, or it is on its way.' },
  expiring: { title: 'Expiring', text: 'Not accepted yet, and the link dies within 48 hours. Remind them.' },
  pending: { title: 'Pending', text: 'They have a mail with a link, and have not accepted yet.' },
  accepted: { title: 'Accepted', text: 'They followed the link and have an account.' },
  never: { title: 'Never accepted', text: 'Nothing came of these.' },
};

const OVER: ReadonlySet<LedgerState> = new Set(['expired', 'revoked', 'failed', 'cancelled']);

/** Where a guest belongs. A request that waits counts before the old invitation that it asks to send again. */
export function groupOf({ request, invitation }: GuestView, now: string): GuestGroup {
  if (request?.state === 'open' || request?.state === 'asked-back') {
    return invitation?.state === 'pending' ? pendingGroup(invitation.expiresAt, now) : 'waiting';
  }
  if (invitation === null || OVER.has(invitation.state)) return 'never';
  if (invitation.state === 'accepted') return 'accepted';
  return invitation.state === 'pending' ? pendingGroup(invitation.expiresAt, now) : 'waiting';
}

const pendingGroup = (expiresAt: string, now: string): GuestGroup =>
  expiresAt !== '' && Date.parse(expiresAt) - Date.parse(now) <= EXPIRING_MS ? 'expiring' : 'pending';

/** All guests in their groups; questions to the reader come first. Empty groups are left out. */
export function grouped(guests: readonly GuestView[], now: string): { group: GuestGroup; guests: GuestView[] }[] {
  const asked = ({ request }: GuestView) => Number(request?.state === 'asked-back');
  return GUEST_GROUPS.map((group) => ({
    group,
    guests: guests.filter((guest) => groupOf(guest, now) === group).sort((a, b) => asked(b) - asked(a)),
  })).filter(({ guests: some }) => some.length > 0);
}
