/** The policy's reasons in words: the one table of them. Safe in a browser: pure functions. */

import type { UsherRole } from '../invitation';
import type { Approvers } from './document';
import type { Reason, Verdict } from './verdict';

/** Names for what a policy only has an address or nothing for. */
export type KnownNames = {
  /** Address in lower case → name, of those who have signed in. */
  people: ReadonlyMap<string, string>;
  /** The invitation's sponsor; "" when it has none. */
  sponsor: string;
};

const ONE_OF: Record<UsherRole, string> = {
  admin: 'an administrator',
  helpdesk: 'the helpdesk',
  sponsor: 'a sponsor',
  auditor: 'an auditor',
};

const NAMES: Record<UsherRole, string> = {
  admin: 'Administrator',
  helpdesk: 'Helpdesk',
  sponsor: 'Sponsor',
  auditor: 'Auditor',
};

/** "Helpdesk", "Helpdesk and Auditor". */
export const roleNames = (roles: readonly UsherRole[]): string =>
  listed(
    roles.map((role) => NAMES[role]),
    'and',
  );

/** "a", "a or b", "a, b or c". */
function listed(words: readonly string[], last: 'or' | 'and'): string {
  const [head = '', ...more] = words;
  if (more.length === 0) return head;
  return `${[head, ...more.slice(0, -1)].join(', ')} ${last} ${more.at(-1)}`;
}

/** Who has to say yes: "Ana Ruiz, an administrator or somebody in the group Finance". */
export function approverWords(of: Approvers, names: KnownNames): string {
  return listed(
    [
      ...(of.people ?? []).map((email) => names.people.get(email.toLowerCase()) ?? email),
      ...(of.sponsor === undefined ? [] : [names.sponsor === '' ? 'the sponsor' : `the sponsor (${names.sponsor})`]),
      ...(of.roles ?? []).map((role) => ONE_OF[role]),
      ...(of.groups ?? []).map((group) => `somebody in the group ${group}`),
    ],
    'or',
  );
}

/** Everything a person should read about a verdict, one sentence for each thing to know; none for "allow". */
export function verdictSentences(verdict: Verdict, names: KnownNames): string[] {
  if (verdict.answer === 'allow') return [];
  const of = verdict.answer === 'needs-approval' ? verdict.of : [];
  const groups = new Map<string, { reason: Reason; roles: string[]; of: Approvers | undefined }>();
  verdict.because.forEach((reason, at) => {
    // One rule that fits several roles is said once.
    const key = `${reason.code} ${reason.rule?.id ?? ''}`;
    const group = groups.get(key) ?? { reason, roles: [], of: of[at] };
    if (reason.role !== undefined) group.roles.push(reason.role);
    groups.set(key, group);
  });
  return [...groups.values()].map(({ reason, roles, of: who }) =>
    who === undefined ? refusalWords(reason, roles) : approvalWords(reason, roles, approverWords(who, names)),
  );
}

/** "Needs the approval of Ana Ruiz because of the role Finance Analyst (rule “Finance”)." */
function approvalWords({ rule }: Reason, roles: readonly string[], who: string): string {
  if (rule === undefined) return `Needs the approval of ${who}: no rule covers ${roleWords(roles) || 'it'}.`;
  return `Needs the approval of ${who}${because(roles)} (rule “${rule.name}”).`;
}

const roleWords = (roles: readonly string[]): string =>
  roles.length === 0 ? '' : `the role${roles.length === 1 ? '' : 's'} ${listed(roles, 'and')}`;
const because = (roles: readonly string[]): string => (roles.length === 0 ? '' : ` because of ${roleWords(roles)}`);

/** One reason for a refusal, as it stands beside its field or in the panel. */
export function refusalWords(reason: Reason, roles: readonly string[] = roleOf(reason)): string {
  const { words = '', limit = 0 } = reason;
  switch (reason.code) {
    case 'rule':
      return `Not allowed${because(roles)} (rule “${reason.rule?.name ?? ''}”)${told(words)}`;
    case 'otherwise':
      return `Not allowed: no rule covers ${roleWords(roles) || 'it'}. ${words}`.trim();
    case 'paused':
      return `An administrator has paused all sending${told(words)}`;
    case 'domain-denied':
      return `The domain ${words} is on your organisation’s list of refused domains.`;
    case 'domain-not-allowed':
      return `The domain ${words} is not among those that your organisation allows.`;
    case 'role-not-grantable':
      return `You may not grant ${roleWords(roles) || 'one of these roles'} at invitation.`;
    case 'purpose-pattern':
      return `The purpose is not written as your organisation asks${told(words)}`;
    case 'ticket-required':
      return `Your organisation asks for a ticket${told(words)}`;
    case 'ticket-pattern':
      return `The ticket is not written as your organisation asks${told(words)}`;
    case 'sponsor-required':
      return 'Your organisation asks for a sponsor.';
    case 'ceiling-inviter':
      return `You have sent as many invitations in 24 hours as one person may (${limit}).`;
    case 'ceiling-domain':
      return `As many invitations went to this domain in 24 hours as your organisation allows (${limit}).`;
    case 'ceiling-all':
      return `As many invitations were sent in 24 hours as your organisation allows in all (${limit}).`;
  }
}

const roleOf = ({ role }: Reason): string[] => (role === undefined ? [] : [role]);

/** An administrator's own words after ours. */
const told = (words: string): string => (words === '' ? '.' : `: ${/[.!?]$/u.test(words) ? words : `${words}.`}`);
