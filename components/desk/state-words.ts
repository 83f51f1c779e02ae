import type { Tone } from '@/components/ui/notice';
import type { Count, Tab } from '@/lib/invitations/desk';
import type { LedgerState } from '@/lib/invitations/ledger-states';

export const STATE_WORD: Record<LedgerState, string> = {
  intent: 'Sending',
  held: 'Held',
  queued: 'Queued',
  sending: 'Sending',
  unknown: 'Outcome unknown',
  'needs-person': 'Needs you',
  reissuing: 'Changing',
  pending: 'Pending',
  accepted: 'Accepted',
  revoked: 'Revoked',
  expired: 'Expired',
  failed: 'Not sent',
  cancelled: 'Cancelled',
};

export const STATE_TONE: Record<LedgerState, Tone> = {
  intent: 'info',
  held: 'neutral',
  queued: 'info',
  sending: 'info',
  unknown: 'danger',
  'needs-person': 'danger',
  reissuing: 'info',
  pending: 'info',
  accepted: 'success',
  revoked: 'neutral',
  expired: 'warn',
  failed: 'danger',
  cancelled: 'neutral',
};

export const TAB_WORD: Record<Tab, string> = {
  attention: 'Needs attention',
  pending: 'Pending',
  expiring: 'Expiring within 48 h',
  accepted: 'Accepted',
  expired: 'Expired',
  revoked: 'Revoked',
  all: 'All',
};

/** "1,204", "2,000+", or "" where nobody counted. */
export const countWords = (count: Count): string =>
  count === null ? '' : `${count.value.toLocaleString('en')}${count.atLeast ? '+' : ''}`;

/** Why a list is empty, so that one knows whether to be glad or to look elsewhere. */
export function emptyWords(tab: Tab, narrowed: boolean): { title: string; text: string } {
  if (narrowed) {
    return {
      title: tab === 'all' ? 'No invitation fits.' : `No invitation under “${TAB_WORD[tab]}” fits.`,
      text:
        tab === 'all'
          ? 'Try fewer words, or take out a filter above. A new invitation made outside Usher is here after the next sync.'
          : 'The numbers above say under which tab there are others. Try fewer words, or take out a filter.',
    };
  }
  return EMPTY[tab];
}

const EMPTY: Record<Tab, { title: string; text: string }> = {
  attention: {
    title: 'Nothing needs you.',
    text: 'Here is what Usher cannot settle alone: invitations whose outcome is unknown, those of which two could be ours, second invitations of one person, and what was refused within the last 7 days.',
  },
  pending: { title: 'Nobody is expected.', text: 'Here is who has been invited and has not accepted yet.' },
  expiring: {
    title: 'Nothing expires in the next 48 hours.',
    text: 'Here is whose link dies soon, so that you can remind them.',
  },
  accepted: { title: 'Nobody has accepted yet.', text: 'Here is who followed the link and has an account now.' },
  expired: { title: 'Nothing has expired.', text: 'Here is who did not accept in time; each can be invited again.' },
  revoked: { title: 'Nothing was revoked.', text: 'Here are the invitations that somebody took back, and who did.' },
  all: {
    title: 'There are no invitations yet.',
    text: 'Invite somebody, and they are here at once. Invitations that were made outside Usher come with the first sync.',
  },
};
