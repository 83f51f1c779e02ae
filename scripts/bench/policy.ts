import { FIRST_POLICY, type Policy, policySchema, type Rule } from '@/lib/invitations/rules/document';
import { evaluate } from '@/lib/invitations/rules/evaluate';
import type { PolicyFacts } from '@/lib/invitations/rules/verdict';
import { percentile, type Row, row } from './row';

const RULES = 500;
const ROLES = 25;
const ROUNDS = 2_000;
const BAR_MS = 1;

/** What a verdict costs under a policy of 500 rules of which only the last fits, for an invitation with as many roles as may be. */
export async function policyRows(): Promise<Row[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now();
    const { answer } = evaluate(POLICY, FACTS, () => true);
    times.push(performance.now() - startedAt);
    if (answer !== 'allow') throw new Error(`The policy of the bench answered “${answer}”.`);
  }
  // The rarest ones are the machine's: another process had its turn.
  return [
    row(`policy of ${RULES} rules, p50`, percentile(times, 0.5), 'ms', { bar: BAR_MS }),
    row(`policy of ${RULES} rules, p95`, percentile(times, 0.95), 'ms', { bar: BAR_MS }),
    row(`policy of ${RULES} rules, p99`, percentile(times, 0.99), 'ms'),
  ];
}

const several = (what: string, of: number) => Array.from({ length: 5 }, (_, at) => `${what} ${of}-${at}`);

/** Each names something of the invitation and misses it in another. */
function nearly(of: number): Rule {
  const misses = [
    { roles: several('Role', of) },
    { domains: several('x', of).map((name) => `${name.replaceAll(/[ .]/g, '-')}.example`) },
    { inviterGroups: several('Group', of) },
    { sponsors: several('Sponsor', of), roles: several('Role', of) },
  ];
  const miss = misses[of % misses.length] ?? {};
  return {
    id: `rule-${of}`,
    name: `Rule ${of}`,
    when: { directories: ['Acme Partners'], inviterRoles: ['helpdesk'], ...miss },
    verdict: { answer: 'deny', because: 'No.' },
  };
}

const POLICY: Policy = policySchema.parse({
  ...FIRST_POLICY,
  rules: [
    ...Array.from({ length: RULES - 1 }, (_, at) => nearly(at)),
    { id: 'last', name: 'Last', when: {}, verdict: { answer: 'allow' } },
  ],
} satisfies Policy);

const FACTS: PolicyFacts = {
  inviter: { subject: 'maya', email: 'maya.chen@acme.example', roles: ['helpdesk'], groups: ['IT', 'Everybody'] },
  directory: { id: 'directory-1', names: ['Acme Partners'] },
  roles: Array.from({ length: ROLES }, (_, at) => ({ id: `role-${at}`, names: [`A role ${at}`, `a_role_${at}`] })),
  email: 'ada@eu.partner.example',
  sponsor: { id: 'user-1', names: ['Ana Ruiz', 'ana.ruiz@acme.example'] },
  purpose: 'Audit of the engine',
  ticket: 'INC-1815',
  sent: { byInviter: 0, toDomain: 0, inAll: 0 },
};
