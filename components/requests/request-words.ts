import type { Tone } from '@/components/ui/notice';
import type { RequestChange, RequestState } from '@/lib/invitations/requests/record';
import type { RequestDetail, RequestView } from '@/lib/invitations/requests/view';
import type { Reason } from '@/lib/invitations/rules/verdict';

export const REQUEST_WORD: Record<RequestState, string> = {
  open: 'Waiting',
  'asked-back': 'Asked back',
  approved: 'Approved',
  denied: 'Denied',
  withdrawn: 'Withdrawn',
  expired: 'Not decided',
};

export const REQUEST_TONE: Record<RequestState, Tone> = {
  open: 'info',
  'asked-back': 'warn',
  approved: 'success',
  denied: 'neutral',
  withdrawn: 'neutral',
  expired: 'neutral',
};

/** Its time is over, even where that is not recorded yet. */
export const shownState = ({ state, hindrance }: RequestView): RequestState =>
  hindrance === 'closed' && (state === 'open' || state === 'asked-back') ? 'expired' : state;

/** What one would call the guest in a sentence: the first name, else the address. */
export const guestName = ({ displayName, email }: { displayName: string; email: string }): string =>
  displayName.trim().split(/\s+/u)[0] || email;

/** Who has to say yes: "an administrator or the helpdesk"; of two entries, both. */
export const approversWords = (approvers: readonly string[]): string =>
  approvers.length === 0 ? 'nobody any more' : [...new Set(approvers)].join(', and ');

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Where a request stands, for whoever asked. */
export function requestSentence(request: RequestView): string {
  const { state, approvers, decision } = request;
  const words = decision?.words ? ` “${decision.words}”` : '';
  const by = decision?.by ?? 'Somebody';
  switch (state) {
    case 'open':
      return `${capital(approversWords(approvers))} decides.`;
    case 'asked-back':
      return 'There is a question for you: answer it, and it is decided then.';
    case 'approved':
      return `${by} approved it.${words}`;
    case 'denied':
      return `${by} said no.${words}`;
    case 'withdrawn':
      return 'You withdrew it.';
    case 'expired':
      return 'Nobody decided it in time. You can ask again.';
  }
}

/** Why the reader cannot decide; "" when they can. */
export function hindranceWords({ hindrance, approvers, requester }: RequestView): string {
  switch (hindrance) {
    case 'own':
      return `This is your own request, and nobody decides their own. ${capital(approversWords(approvers))} can.`;
    case 'not-an-approver':
      return `It needs the word of ${approversWords(approvers)}. You can read it.`;
    case 'more-than-own-grants':
      return `${requester.name} asks for more than you could send yourself. Somebody who may grant it has to decide.`;
    case 'closed':
    case null:
      return '';
  }
}

/** What an approver changed, as it is shown to whoever asked. */
export function changeWords({ field, from, to }: RequestChange): string {
  switch (field) {
    case 'displayName':
      return `The name is “${to}” instead of “${from}”.`;
    case 'roleIds':
      return to === '' ? `No role instead of ${from}.` : `The roles are ${to} instead of ${from}.`;
    case 'note':
      return to;
  }
}

/** Why the policy asks, or refuses, for whoever decides; a rule that fits several roles is said once. */
export function reasonLines(reasons: readonly Reason[]): string[] {
  const groups = new Map<string, { reason: Reason; roles: string[] }>();
  for (const reason of reasons) {
    const key = `${reason.code} ${reason.rule?.id ?? ''}`;
    const group = groups.get(key) ?? { reason, roles: [] };
    if (reason.role !== undefined) group.roles.push(reason.role);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ reason, roles }) => reasonWords(reason, roles));
}

function reasonWords({ code, rule, words = '', limit = 0 }: Reason, roles: readonly string[]): string {
  const about = roles.length === 0 ? '' : ` (${roles.join(', ')})`;
  const told = words === '' ? '' : ` ${words}`;
  switch (code) {
    case 'rule':
      return `The rule “${rule?.name ?? ''}” holds for it${about}.${told}`;
    case 'otherwise':
      return `No rule allows it${about}.${told}`;
    case 'paused':
      return `All sending is paused.${told}`;
    case 'domain-denied':
      return `The domain ${words} is refused by the policy.`;
    case 'domain-not-allowed':
      return `The domain ${words} is not among those that the policy allows.`;
    case 'role-not-grantable':
      return `Whoever asked may not ask for all of its roles by now${about}.`;
    case 'purpose-pattern':
      return `The purpose is not written as the policy asks.${told}`;
    case 'ticket-required':
      return `The policy asks for a ticket.${told}`;
    case 'ticket-pattern':
      return `The ticket is not written as the policy asks.${told}`;
    case 'sponsor-required':
      return 'The policy asks for a sponsor.';
    case 'ceiling-inviter':
      return `As many invitations went out for this person in 24 hours as the policy allows (${limit}).`;
    case 'ceiling-domain':
      return `As many invitations went to this domain in 24 hours as the policy allows (${limit}).`;
    case 'ceiling-all':
      return `As many invitations went out in 24 hours as the policy allows in all (${limit}).`;
  }
}

const times = (count: number, one: string, many: string): string => (count === 1 ? `1 ${one}` : `${count} ${many}`);

/** What its requester asked for beside this one. */
export function historyWords({ history, request }: Pick<RequestDetail, 'history' | 'request'>): string {
  const name = request.requester.name;
  const others = history.asked - 1;
  if (others <= 0) return `${name} asks for the first time.`;
  const approved = history.approved - Number(request.state === 'approved');
  const parts = [
    approved <= 0 ? 'none approved so far' : times(approved, 'was approved', 'were approved'),
    ...(history.accepted === 0 ? [] : [times(history.accepted, 'guest accepted', 'guests accepted')]),
    ...(history.neverAccepted === 0 ? [] : [times(history.neverAccepted, 'never did', 'never did')]),
  ];
  return `${name} asked for ${times(others, 'other', 'others')}: ${parts.join(', ')}.`;
}

/** Whether anybody of the address's domain was invited before. */
export function domainWords({ domainSeen, request }: Pick<RequestDetail, 'domainSeen' | 'request'>): string {
  const domain = request.email.slice(request.email.lastIndexOf('@') + 1);
  // Once it is approved, its own invitation is one of them.
  const before = domainSeen - Number(request.invitation !== null);
  return before <= 0
    ? `Nobody at ${domain} was invited before.`
    : `${times(before, 'invitation', 'invitations')} went to ${domain} before.`;
}
