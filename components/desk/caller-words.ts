import type { Reader } from '@/components/ui/time-words';
import type { LedgerState } from '@/lib/invitations/ledger-states';
import { untilWords } from './until-words';

/** What one says first: how it stands, in the caller's words. `nowMs` is null where the reader's clock is not known. */
export function callerAnswer(
  state: LedgerState,
  { expiresAt, acceptedAt }: { expiresAt: string; acceptedAt: string },
  nowMs: number | null,
  reader: Reader = {},
): string {
  const when = (iso: string): string =>
    iso === '' || nowMs === null || Number.isNaN(Date.parse(iso)) ? '' : untilWords(Date.parse(iso), nowMs, reader);
  switch (state) {
    case 'pending': {
      const until = when(expiresAt);
      return until === '' ? 'The link works.' : `The link works until ${until}.`;
    }
    case 'accepted': {
      const since = when(acceptedAt);
      return `The invitation was accepted${since === '' ? '' : ` ${since}`}: there is an account already.`;
    }
    case 'expired': {
      const since = when(expiresAt);
      return `The link does not work any more: it ended${since === '' ? '' : ` ${since}`}.`;
    }
    case 'revoked':
      return 'The link does not work any more: the invitation was taken back.';
    case 'failed':
      return 'No mail went out: the invitation was refused.';
    case 'cancelled':
      return 'No mail went out: the invitation was cancelled.';
    case 'unknown':
      return 'It is not known yet whether a mail went out.';
    case 'needs-person':
      return 'A mail went out, but not surely from here: more than one invitation could be ours.';
    case 'reissuing':
      return 'A new mail is about to go out; the old link is dead.';
    case 'held':
      return 'No mail went out yet: the invitation waits for its time.';
    default:
      return 'A mail is about to go out.';
  }
}

/** What to tell the person on the line, most likely cause first. */
export function adviceFor(state: LedgerState, email: string): { title: string; text: string }[] {
  switch (state) {
    case 'pending':
      return [
        { title: 'No mail?', text: 'Look in the spam or junk folder for a mail with an invitation.' },
        {
          title: 'Not there either?',
          text: 'Their mail system may hold it back: ask their IT to look in the quarantine, and to let it through.',
        },
        {
          title: 'The link says that it was used?',
          text: 'A link scanner of their mail system may have opened it first. Send the invitation again, and let them open the newest mail only.',
        },
        {
          title: 'It shows somebody else, or refuses them?',
          text: `They may be signed in with another account. Let them open the link in a private window, and sign in as ${email}.`,
        },
      ];
    case 'accepted':
      return [
        {
          title: 'They cannot get in?',
          text: 'The link works once. Let them sign in as usual instead of opening the mail again.',
        },
        {
          title: 'It shows somebody else, or refuses them?',
          text: `They may be signed in with another account. Let them open a private window, and sign in as ${email}.`,
        },
      ];
    case 'expired':
    case 'revoked':
      return [
        {
          title: 'They still need access?',
          text: 'Send the invitation again: they get a new mail, and only its link works.',
        },
      ];
    case 'failed':
    case 'cancelled':
      return [{ title: 'They wait for a mail?', text: 'None is coming from this one. Invite them anew.' }];
    case 'needs-person':
      return [
        { title: 'They ask which mail?', text: 'Say first which invitation is ours: open it. Then look here again.' },
      ];
    default:
      return [{ title: 'They wait for a mail?', text: 'Ask them for a few minutes, and look here again.' }];
  }
}
