import type { Approvers, Rule, RuleAnswer } from '@/lib/invitations/rules/document';

const or = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

/** "When Finance Analyst is handed out in Acme Partners: needs the approval of …" */
export function ruleInWords({ when, verdict }: Rule): string {
  const parts = [
    when.roles === undefined ? '' : `${or(when.roles)} is handed out`,
    when.directories === undefined ? '' : `it is into ${or(when.directories)}`,
    when.domains === undefined ? '' : `the address is at ${or(when.domains)}`,
    when.sponsors === undefined ? '' : `${or(when.sponsors)} is the sponsor`,
    when.inviterRoles === undefined ? '' : `${or(when.inviterRoles)} invites`,
    when.inviterGroups === undefined ? '' : `somebody in ${or(when.inviterGroups)} invites`,
    when.inviters === undefined ? '' : `${or(when.inviters)} invites`,
  ].filter((part) => part !== '');
  return `${parts.length === 0 ? 'Always' : `When ${parts.join(' and ')}`}: ${answerInWords(verdict)}`;
}

export function answerInWords(answer: RuleAnswer): string {
  switch (answer.answer) {
    case 'allow':
      return 'allowed.';
    case 'needs-approval':
      return `needs the approval of ${approversInWords(answer.of)}.`;
    case 'deny':
      return `not allowed${answer.because === '' ? '' : `: ${answer.because.replace(/[.!?]$/u, '')}`}.`;
  }
}

const approversInWords = ({ roles = [], groups = [], people = [], sponsor }: Approvers): string =>
  or([
    ...people,
    ...(sponsor === true ? ['the sponsor'] : []),
    ...roles.map((role) => (role === 'helpdesk' ? 'the helpdesk' : `an ${role}`.replace('an sponsor', 'a sponsor'))),
    ...groups.map((group) => `somebody in ${group}`),
  ]);
