import type { Place } from './letter';

/** Every address that a mail leads to. Each only opens a page, which asks for the sign-in; none decides anything. */
export const requestHref = ({ origin }: Place, id: string): string => `${origin}/requests/${encodeURIComponent(id)}`;
export const invitationHref = ({ origin }: Place, id: string): string =>
  `${origin}/invitations/${encodeURIComponent(id)}`;
export const guestsHref = ({ origin }: Place): string => `${origin}/my-guests`;
