import { type Actor, can } from '@/lib/invitations/policy';

/** Where somebody's work starts; null for whom there is no room. */
export function firstRoom(actor: Pick<Actor, 'roles'>): { href: string; name: string } | null {
  if (can(actor, 'invitation.create')) return { href: '/invite', name: 'Invite' };
  if (can(actor, 'invitation.read')) return { href: '/invitations', name: 'Invitations' };
  if (can(actor, 'guest.read')) return { href: '/my-guests', name: 'My guests' };
  return null;
}
