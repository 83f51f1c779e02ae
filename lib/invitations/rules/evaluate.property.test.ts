import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { USHER_ROLES } from '../invitation';
import { FIRST_POLICY, type Policy, policySchema, type Rule } from './document';
import { evaluate, type Matches } from './evaluate';
import type { PolicyFacts, Verdict } from './verdict';

const RUNS = { numRuns: 1_000 };
const matches: Matches = (pattern, text) => text.includes(pattern);
const STRICTNESS: Record<Verdict['answer'], number> = { allow: 0, 'needs-approval': 1, deny: 2 };
const strictness = (policy: Policy, facts: PolicyFacts): number => STRICTNESS[evaluate(policy, facts, matches).answer];

// Few words, so that rules and invitations meet often.
const word = fc.constantFrom('a', 'b', 'c', 'd');
const words = fc.uniqueArray(word, { minLength: 1, maxLength: 3 });
const domain = fc.constantFrom('a.example', 'b.example', 'eu.a.example', 'x.eu.a.example', 'za.example');
const usherRoles = fc.uniqueArray(fc.constantFrom(...USHER_ROLES), { minLength: 1, maxLength: 3 });
const ask = fc.record({ answer: fc.constant('needs-approval' as const), of: fc.record({ roles: usherRoles }) });
const deny = fc.record({ answer: fc.constant('deny' as const), because: word });
const answer = fc.oneof(fc.constant({ answer: 'allow' as const }), ask, deny);
const when: fc.Arbitrary<Rule['when']> = fc.record(
  {
    directories: words,
    roles: words,
    domains: fc.uniqueArray(domain, { minLength: 1, maxLength: 2 }),
    inviterRoles: usherRoles,
    inviterGroups: words,
    inviters: words,
    sponsors: words,
  },
  { requiredKeys: [] },
);
const rules = fc
  .array(fc.record({ when, verdict: answer, name: word }), { maxLength: 8 })
  .map((list): Rule[] => list.map((each, at) => ({ id: `rule-${at}`, ...each })));
const ceiling = fc.option(fc.nat({ max: 3 }));
const patterned = { pattern: fc.constantFrom('', 'a', 'q'), hint: word };
const someDomains = fc.uniqueArray(domain, { maxLength: 2 });
const policies: fc.Arbitrary<Policy> = fc.record({
  version: fc.constant(1 as const),
  paused: fc.boolean(),
  pausedBecause: word,
  rules,
  otherwise: fc.oneof(ask, deny),
  domains: fc.record({ allowed: someDomains, denied: someDomains, own: someDomains }),
  grants: fc.constant({}),
  purpose: fc.record(patterned),
  ticket: fc.record({ required: fc.boolean(), ...patterned }),
  sponsor: fc.record({ required: fc.boolean() }),
  ceilings: fc.record({ perInviter: ceiling, perDomain: ceiling, inAll: ceiling }),
  requests: fc.constant({ expireAfterDays: 14 }),
  holdMinutes: fc.integer({ min: 0, max: 15 }),
});
/** Of which the rules alone decide. */
const rulesOnly = fc
  .record({ rules, otherwise: fc.oneof(ask, deny) })
  .map((part): Policy => ({ ...FIRST_POLICY, ...part }));
const named = fc.record({ id: word, names: fc.array(word, { maxLength: 2 }) });
const count = fc.nat({ max: 4 });
const invitations: fc.Arbitrary<PolicyFacts> = fc.record({
  inviter: fc.record({ subject: word, email: word, roles: usherRoles, groups: fc.array(word, { maxLength: 2 }) }),
  directory: named,
  roles: fc.array(named, { maxLength: 4 }),
  email: domain.map((each) => `ada@${each}`),
  sponsor: fc.option(named),
  purpose: word,
  ticket: fc.constantFrom('', 'a', 'b'),
  sent: fc.record({ byInviter: count, toDomain: count, inAll: count }),
});

describe('for every policy and invitation', () => {
  it('the policies made here are ones that the schema accepts', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        expect(policySchema.safeParse(policy).success).toBe(true);
      }),
    );
  });

  it('the same policy and facts give the same verdict, and neither is changed', () => {
    fc.assert(
      fc.property(policies, invitations, (policy, facts) => {
        const before = structuredClone([policy, facts]);
        const verdict = evaluate(policy, facts, matches);
        expect(evaluate(structuredClone(policy), structuredClone(facts), matches)).toEqual(verdict);
        expect([policy, facts]).toEqual(before);
      }),
      RUNS,
    );
  });

  it('a rule that denies, put on top, never loosens', () => {
    fc.assert(
      fc.property(policies, invitations, when, deny, (policy, facts, on, verdict) => {
        const top: Rule = { id: 'top', name: 'top', when: on, verdict };
        expect(strictness({ ...policy, rules: [top, ...policy.rules] }, facts)).toBeGreaterThanOrEqual(
          strictness(policy, facts),
        );
      }),
      RUNS,
    );
  });

  it('an invitation with a role more is never judged more mildly', () => {
    fc.assert(
      fc.property(policies, invitations, named, (policy, facts, role) => {
        // Without any role it is judged as a whole, by rules that name none; from the first role on, each counts.
        fc.pre(facts.roles.length > 0);
        expect(strictness(policy, { ...facts, roles: [...facts.roles, role] })).toBeGreaterThanOrEqual(
          strictness(policy, facts),
        );
      }),
      RUNS,
    );
  });

  it('the order of roles does not matter', () => {
    fc.assert(
      fc.property(policies, invitations, (policy, facts) => {
        expect(strictness(policy, { ...facts, roles: facts.roles.toReversed() })).toBe(strictness(policy, facts));
      }),
      RUNS,
    );
  });

  it('rules after the first that fits do not matter', () => {
    fc.assert(
      fc.property(rulesOnly, invitations, rules, (policy, facts, others) => {
        const catchAll: Rule = { id: 'catch-all', name: 'all', when: {}, verdict: { answer: 'allow' } };
        const after = others.map((each, at) => ({ ...each, id: `after-${at}` }));
        const short = { ...policy, rules: [...policy.rules, catchAll] };
        expect(evaluate({ ...short, rules: [...short.rules, ...after] }, facts, matches)).toEqual(
          evaluate(short, facts, matches),
        );
      }),
      RUNS,
    );
  });

  it('what no rule fits is never allowed', () => {
    fc.assert(
      fc.property(policies, invitations, (policy, facts) => {
        expect(strictness({ ...policy, rules: [] }, facts)).toBeGreaterThanOrEqual(STRICTNESS['needs-approval']);
      }),
      RUNS,
    );
  });

  it('while sending is paused all are denied', () => {
    fc.assert(
      fc.property(policies, invitations, (policy, facts) => {
        expect(evaluate({ ...policy, paused: true }, facts, matches).answer).toBe('deny');
      }),
      RUNS,
    );
  });

  it('what a domain is judged, its subdomains are', () => {
    fc.assert(
      fc.property(policies, invitations, domain, (policy, facts, above) => {
        const listed = { ...policy.domains, denied: [above] };
        const below = { ...facts, email: `ada@deep.below.${above}` };
        expect(strictness({ ...policy, domains: listed }, below)).toBe(STRICTNESS.deny);
      }),
      RUNS,
    );
  });

  it('an approval names who gives it, once for each judgement that asks', () => {
    fc.assert(
      fc.property(policies, invitations, (policy, facts) => {
        const verdict = evaluate(policy, facts, matches);
        expect(verdict.because.length).toBeGreaterThan(0);
        if (verdict.answer === 'needs-approval') expect(verdict.of).toHaveLength(verdict.because.length);
      }),
      RUNS,
    );
  });
});

it('never throws, whatever the schema accepts and whatever is typed', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((each) => each.trim() !== '');
  const odd = fc.record({ id: text, names: fc.array(text, { maxLength: 3 }) });
  fc.assert(
    fc.property(
      policies,
      invitations,
      text,
      text,
      fc.array(odd, { maxLength: 3 }),
      (policy, facts, name, email, roles) => {
        const rule: Rule = {
          id: 'odd',
          name,
          when: { roles: [name], inviters: [name] },
          verdict: { answer: 'deny', because: name },
        };
        const parsed = policySchema.parse({
          ...policy,
          rules: [rule, ...policy.rules],
          purpose: { pattern: name, hint: name },
        });
        expect(STRICTNESS).toHaveProperty(evaluate(parsed, { ...facts, email, roles, purpose: email }, matches).answer);
      },
    ),
    RUNS,
  );
});
