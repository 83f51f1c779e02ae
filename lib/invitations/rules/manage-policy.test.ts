import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FIRST_POLICY, type Policy } from './document';
import { readPolicy } from './manage-policy';
import { policyChanges } from './policy-changes';
import { policyJsonSchema } from './policy-schema';

const written = (policy: unknown) => readPolicy(JSON.stringify(policy));
const problemsOf = (policy: unknown): string[] => {
  const read = written(policy);
  return read.ok ? [] : read.problems;
};
const rule: Policy['rules'][number] = {
  id: 'finance',
  name: 'Finance',
  when: { roles: ['Finance Analyst'] },
  verdict: { answer: 'needs-approval', of: { people: ['ana@acme.example'] } },
};

describe('readPolicy', () => {
  it('reads the policy that Usher comes with, and one that names its schema', () => {
    expect(written(FIRST_POLICY)).toEqual({ ok: true, policy: FIRST_POLICY });
    expect(written({ $schema: '/usher.policy.schema.json', ...FIRST_POLICY })).toEqual({
      ok: true,
      policy: FIRST_POLICY,
    });
  });

  it.each([
    ['text that is no JSON', 'paused: true', /This is not JSON/],
    ['a part that is not known', JSON.stringify({ ...FIRST_POLICY, autoApprove: true }), /autoApprove/],
    ['a list that ends in allow', JSON.stringify({ ...FIRST_POLICY, otherwise: { answer: 'allow' } }), /never "allow"/],
    ['two rules of one id', JSON.stringify({ ...FIRST_POLICY, rules: [rule, rule] }), /same id/],
    [
      'a condition that fits nothing',
      JSON.stringify({ ...FIRST_POLICY, rules: [{ ...rule, when: { roles: [] } }] }),
      /Rule 1 “Finance”, when, roles: Name at least one/,
    ],
    [
      'an approval by nobody',
      JSON.stringify({ ...FIRST_POLICY, rules: [{ ...rule, verdict: { answer: 'needs-approval', of: {} } }] }),
      /Rule 1 “Finance”, verdict, of: Say who/,
    ],
    [
      'a pattern that is none',
      JSON.stringify({ ...FIRST_POLICY, ticket: { required: true, pattern: '(', hint: '' } }),
      /Ticket, pattern: /,
    ],
  ])('says where the mistake is: %s', (_what, text, words) => {
    const read = readPolicy(text);
    expect(read.ok ? '' : read.problems.join('\n')).toMatch(words);
  });

  it('does not answer with more problems than anybody reads', () => {
    const rules = Array.from({ length: 200 }, (_, at) => ({ ...rule, id: `rule-${at}`, name: '' }));
    expect(problemsOf({ ...FIRST_POLICY, rules })).toHaveLength(20);
  });
});

describe('how long what is to be sent waits', () => {
  const { holdMinutes: _none, ...older } = FIRST_POLICY;

  it('is no time at all in what was written before there was this', () => {
    expect(readPolicy(JSON.stringify(older))).toEqual({ ok: true, policy: FIRST_POLICY });
  });

  it.each([-1, 16, 1.5, null])('is not %s', (holdMinutes) => {
    expect(readPolicy(JSON.stringify({ ...older, holdMinutes })).ok).toBe(false);
  });

  it('is up to a quarter of an hour', () => {
    expect(readPolicy(JSON.stringify({ ...older, holdMinutes: 15 }))).toMatchObject({ policy: { holdMinutes: 15 } });
  });
});

describe('policyChanges', () => {
  it('names what was added, changed, removed and moved, and nothing else', () => {
    const [desk, sponsors] = FIRST_POLICY.rules as [Policy['rules'][number], Policy['rules'][number]];
    expect(policyChanges(FIRST_POLICY, FIRST_POLICY)).toEqual([]);
    expect(policyChanges(FIRST_POLICY, { ...FIRST_POLICY, rules: [rule, desk, sponsors] })).toEqual([
      'Rule “Finance” added',
    ]);
    expect(policyChanges(FIRST_POLICY, { ...FIRST_POLICY, rules: [desk] })).toEqual([
      'Rule “Sponsors ask the desk” removed',
    ]);
    expect(policyChanges(FIRST_POLICY, { ...FIRST_POLICY, rules: [sponsors, desk] })).toEqual([
      'Rules in another order',
    ]);
    expect(
      policyChanges(FIRST_POLICY, {
        ...FIRST_POLICY,
        paused: true,
        rules: [{ ...desk, name: 'Desk' }, sponsors],
        sponsor: { required: true },
        holdMinutes: 5,
      }),
    ).toEqual([
      'Rule “Desk” changed',
      'Sending paused',
      'Whether a sponsor is required changed',
      'How long what is to be sent can be undone changed',
    ]);
  });
});

it('the published schema is the one that Usher reads by: npm run policy:schema writes it', () => {
  const published = JSON.parse(readFileSync('public/usher.policy.schema.json', 'utf8'));
  expect(published).toEqual(JSON.parse(JSON.stringify(policyJsonSchema())));
});

it('the example in docs/policy.md is a policy', () => {
  const example = /```json\n([\s\S]*?)```/.exec(readFileSync('docs/policy.md', 'utf8'))?.[1] ?? '';
  expect(readPolicy(example)).toMatchObject({ ok: true });
});
