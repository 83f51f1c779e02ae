import type { Approvers, Policy, Rule, RuleAnswer } from './document';
import type { Named, PolicyFacts, Reason, Verdict } from './verdict';

/** What compiles an administrator's pattern; a bad one matches nothing. */
export type Matches = (pattern: string, text: string) => boolean;

/**
 * The policy's word on one invitation. Pure: the same policy and facts give the same verdict, in the form, in the action and
 * at the moment of sending.
 *
 * What stands beside the rules comes first and can only refuse. Then each role is judged by itself, by the first rule that
 * fits (an invitation without roles is judged once), and the strictest answer counts: a harmless role cannot carry a strong
 * one past its rule. `matches` is the linear-time matcher of `pattern.ts`.
 */
export function evaluate(policy: Policy, facts: PolicyFacts, matches: Matches): Verdict {
  const denied = besideTheRules(policy, facts, matches);
  const judged = judgements(policy, facts);
  for (const { answer, reason } of judged) if (answer.answer === 'deny') denied.push(reason);
  if (denied.length > 0) return { answer: 'deny', because: denied };

  const of: Approvers[] = [];
  const because: Reason[] = [];
  for (const { answer, reason } of judged) {
    if (answer.answer !== 'needs-approval') continue;
    of.push(answer.of);
    because.push(reason);
  }
  if (of.length > 0) return { answer: 'needs-approval', of, because };
  return { answer: 'allow', because: judged.map(({ reason }) => reason) };
}

function besideTheRules(policy: Policy, facts: PolicyFacts, matches: Matches): Reason[] {
  const reasons: Reason[] = [];
  const { domains, ceilings, sent } = { ...policy, sent: facts.sent };
  const domain = domainOf(facts.email);
  if (policy.paused) reasons.push({ code: 'paused', words: policy.pausedBecause });
  if (domains.denied.some((each) => covers(each, domain))) reasons.push({ code: 'domain-denied', words: domain });
  else if (domains.allowed.length > 0 && !domains.allowed.some((each) => covers(each, domain)))
    reasons.push({ code: 'domain-not-allowed', words: domain });
  if (policy.purpose.pattern !== '' && !matches(policy.purpose.pattern, facts.purpose))
    reasons.push({ code: 'purpose-pattern', words: policy.purpose.hint });
  if (facts.ticket === '') {
    if (policy.ticket.required) reasons.push({ code: 'ticket-required', words: policy.ticket.hint });
  } else if (policy.ticket.pattern !== '' && !matches(policy.ticket.pattern, facts.ticket)) {
    reasons.push({ code: 'ticket-pattern', words: policy.ticket.hint });
  }
  if (policy.sponsor.required && facts.sponsor === null) reasons.push({ code: 'sponsor-required' });
  const over = (code: Reason['code'], limit: number | null, count: number) => {
    if (limit !== null && count >= limit) reasons.push({ code, limit });
  };
  over('ceiling-inviter', ceilings.perInviter, sent.byInviter);
  over('ceiling-domain', ceilings.perDomain, sent.toDomain);
  over('ceiling-all', ceilings.inAll, sent.inAll);
  return reasons;
}

type Judgement = { answer: RuleAnswer; reason: Reason };

function judgements(policy: Policy, facts: PolicyFacts): Judgement[] {
  const asked: readonly (Named | null)[] = facts.roles.length === 0 ? [null] : facts.roles;
  const decided = new Map<Named | null, Rule>();
  const open = new Set(asked);
  for (const rule of policy.rules) {
    if (open.size === 0) break;
    // What does not depend on the role is asked once, however many roles there are.
    if (!fitsApartFromRole(rule, facts)) continue;
    const fits = rule.when.roles === undefined ? () => true : oneOf(rule.when.roles);
    for (const role of open) {
      if (rule.when.roles !== undefined && role === null) continue;
      if (role !== null && !fits(role)) continue;
      decided.set(role, rule);
      open.delete(role);
    }
  }
  return asked.map((role) => judgement(policy, role, decided.get(role)));
}

function judgement(policy: Policy, role: Named | null, rule: Rule | undefined): Judgement {
  const name = role === null ? {} : { role: role.names[0] ?? role.id };
  const answer = rule?.verdict ?? policy.otherwise;
  const words = answer.answer === 'deny' ? { words: answer.because } : {};
  return rule === undefined
    ? { answer, reason: { code: 'otherwise', ...name, ...words } }
    : { answer, reason: { code: 'rule', rule: { id: rule.id, name: rule.name }, ...name, ...words } };
}

function fitsApartFromRole({ when }: Rule, { inviter, directory, email, sponsor }: PolicyFacts): boolean {
  return (
    (when.directories === undefined || isOneOf(when.directories, directory)) &&
    (when.domains === undefined || when.domains.some((each) => covers(each, domainOf(email)))) &&
    (when.inviterRoles === undefined || when.inviterRoles.some((role) => inviter.roles.includes(role))) &&
    (when.inviterGroups === undefined || when.inviterGroups.some((group) => inviter.groups.includes(group))) &&
    (when.inviters === undefined || isOneOf(when.inviters, { id: inviter.subject, names: [inviter.email] })) &&
    (when.sponsors === undefined || (sponsor !== null && isOneOf(when.sponsors, sponsor)))
  );
}

/** Ids compare exactly, names without regard to case. */
function oneOf(listed: readonly string[]): (named: Named) => boolean {
  const exact = new Set(listed);
  const lower = new Set(listed.map((entry) => entry.toLowerCase()));
  return ({ id, names }) => exact.has(id) || names.some((name) => lower.has(name.toLowerCase()));
}

const isOneOf = (listed: readonly string[], named: Named): boolean => oneOf(listed)(named);

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

const covers = (listed: string, domain: string): boolean => domain === listed || domain.endsWith(`.${listed}`);
