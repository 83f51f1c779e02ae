import type { Policy } from './document';

/** What a version changed against the one before it, one line each. Safe in a browser: pure. */
export function policyChanges(before: Policy, after: Policy): string[] {
  const lines: string[] = [];
  const old = new Map(before.rules.map((rule) => [rule.id, rule]));
  for (const rule of after.rules) {
    const was = old.get(rule.id);
    if (was === undefined) lines.push(`Rule “${rule.name}” added`);
    else if (JSON.stringify(was) !== JSON.stringify(rule)) lines.push(`Rule “${rule.name}” changed`);
  }
  for (const { id, name } of before.rules)
    if (!after.rules.some((rule) => rule.id === id)) lines.push(`Rule “${name}” removed`);
  const kept = ({ rules }: Policy, other: Policy) =>
    rules
      .map(({ id }) => id)
      .filter((id) => other.rules.some((rule) => rule.id === id))
      .join();
  if (kept(before, after) !== kept(after, before)) lines.push('Rules in another order');
  if (before.paused !== after.paused) lines.push(after.paused ? 'Sending paused' : 'Sending goes on');
  for (const [part, words] of PARTS)
    if (JSON.stringify(before[part]) !== JSON.stringify(after[part])) lines.push(`${words} changed`);
  return lines;
}

const PARTS = [
  ['otherwise', 'What holds where no rule fits'],
  ['domains', 'Domains'],
  ['grants', 'Grantable roles'],
  ['purpose', 'What a purpose has to look like'],
  ['ticket', 'Tickets'],
  ['sponsor', 'Whether a sponsor is required'],
  ['ceilings', 'Ceilings'],
  ['requests', 'How long requests wait'],
  ['holdMinutes', 'How long what is to be sent can be undone'],
] as const satisfies readonly (readonly [keyof Policy, string])[];
