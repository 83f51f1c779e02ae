import type { LedgerState } from '@/lib/invitations/ledger-states';
import type { Act } from '@/lib/invitations/legal';

const UNDER_WAY = 'Something is under way with it. Look again in a moment.';
const NEVER_THERE = 'It never went out: there is nothing to revoke.';

const NO_REVOKE: Partial<Record<LedgerState, string>> = {
  accepted: 'Accepted: remove the user in ConductorOne.',
  revoked: 'It is revoked already.',
  expired: 'It expired: the link is dead already.',
  failed: NEVER_THERE,
  cancelled: NEVER_THERE,
  held: 'It has not been sent yet.',
  unknown: 'Nobody knows yet whether it went out: check first.',
  'needs-person': 'Say first which invitation is ours.',
};

const NO_REISSUE: Partial<Record<LedgerState, string>> = {
  accepted: 'Accepted: the person has an account now. Change name and roles in ConductorOne.',
  cancelled: 'It was cancelled: invite the person anew.',
  held: 'It has not been sent yet.',
  unknown: 'Nobody knows yet whether it went out: check first.',
  'needs-person': 'Say first which invitation is ours.',
};

/** Why an act is not to be had: what one would ask next when the button is missing. */
export function whyNot(act: Act, state: LedgerState): string {
  if (act === 'revoke') return NO_REVOKE[state] ?? UNDER_WAY;
  if (act === 'reissue') return NO_REISSUE[state] ?? UNDER_WAY;
  return '';
}

/** Where an invitation stands when the upstream does not have it, or not surely; "" where the status says it all. */
export function ledgerSentence(state: LedgerState, name: string, failure = ''): string {
  switch (state) {
    case 'intent':
    case 'queued':
    case 'sending':
      return `The invitation of ${name} is recorded and goes out by itself.`;
    case 'held':
      return `The invitation of ${name} waits for its time.`;
    case 'unknown':
      return `The answer to the last request was lost. Usher looks in ConductorOne until it knows, and sends nothing twice.`;
    case 'needs-person':
      return `More than one invitation in ConductorOne could be the one sent here. Say which is ours.`;
    case 'reissuing':
      return `A change of this invitation is under way and finishes by itself.`;
    case 'failed':
      return failure === 'policy-denied'
        ? `Your organisation’s policy held it back. Nothing went out to ${name}.`
        : `ConductorOne refused it. Nothing went out to ${name}.`;
    case 'cancelled':
      return `It was called off before it was sent. Nothing went out to ${name}.`;
    default:
      return '';
  }
}
