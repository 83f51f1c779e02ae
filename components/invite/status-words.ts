import type { Tone } from '@/components/ui/notice';
import { dayWords, type Reader } from '@/components/ui/time-words';
import { effectiveStatus, type InvitationStatus, type InvitationView } from '@/lib/invitations/invitation';

export const STATUS_WORD: Record<InvitationStatus, string> = {
  pending: 'Pending',
  accepted: 'Accepted',
  revoked: 'Revoked',
  expired: 'Expired',
  unrecognised: 'Unknown status',
};

export const STATUS_TONE: Record<InvitationStatus, Tone> = {
  pending: 'info',
  accepted: 'success',
  revoked: 'neutral',
  expired: 'warn',
  unrecognised: 'neutral',
};

/** What one would call the person in a sentence: the first name, else the address. */
export const shortName = ({ displayName, email }: Pick<InvitationView, 'displayName' | 'email'>): string =>
  displayName.trim().split(/\s+/u)[0] || email;

type Seen = Pick<InvitationView, 'status' | 'statusRaw' | 'displayName' | 'email' | 'expiresAt' | 'acceptedAt'>;

/**
 * Where an invitation stands, in the reader's words. `nowMs` is null where the reader's clock is not known (on the
 * server): then no day is named.
 */
export function statusSentence(invitation: Seen, nowMs: number | null, reader: Reader = {}): string {
  const name = shortName(invitation);
  const status = nowMs === null ? invitation.status : effectiveStatus(invitation.status, invitation.expiresAt, nowMs);
  const day = (iso: string): string =>
    iso === '' || nowMs === null || Number.isNaN(Date.parse(iso)) ? '' : dayWords(Date.parse(iso), nowMs, reader);
  switch (status) {
    case 'pending': {
      const until = day(invitation.expiresAt);
      return `${name} has not accepted yet${until === '' ? '.' : `; the link works until ${until}.`}`;
    }
    case 'accepted': {
      const since = day(invitation.acceptedAt);
      return `${name} accepted${since === '' ? '' : ` ${since}`} and has an account now.`;
    }
    case 'revoked':
      return 'It was taken back; the link does not work any more.';
    case 'expired': {
      const since = day(invitation.expiresAt);
      return `${name} did not accept in time${since === '' ? '' : ` (it ended ${since})`}; the link does not work any more.`;
    }
    case 'unrecognised':
      return `ConductorOne calls it “${invitation.statusRaw}”, a word that Usher does not know. Look there for what it means.`;
  }
}
