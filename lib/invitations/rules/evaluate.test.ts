import { describe, expect, it } from 'vitest';
import { FIRST_POLICY, type Policy, policySchema, type Rule } from './document';
import { evaluate, type Matches } from './evaluate';
import type { PolicyFacts } from './verdict';

const matches: Matches = (pattern, text) => new RegExp(`^(?:${pattern})$`, 'u').test(text);

const facts = (change: Partial<PolicyFacts> = {}): PolicyFacts => ({
  inviter: { subject: 'maya', email: 'maya.chen@acme.example', roles: ['helpdesk'], groups: ['IT'] },
  directory: { id: 'dir-1', names: ['Acme Partners'] },
  roles: [],
  email: 'ada@partner.example',
  sponsor: { id: 'user-1', names: ['Ana Ruiz', 'ana.ruiz@acme.example'] },
  purpose: 'Audit',
  ticket: '',
  sent: { byInviter: 0, toDomain: 0, inAll: 0 },
  ...change,
});
const role = (id: string, ...names: string[]) => ({ id, names });
const rule = (id: string, verdict: Rule['verdict'], when: Rule['when'] = {}): Rule => ({
  id,
  name: `The ${id}`,
  when,
  verdict,
});
const allow = { answer: 'allow' } as const;
const ask = { answer: 'needs-approval', of: { roles: ['admin'] } } as const satisfies Rule['verdict'];
const deny = { answer: 'deny', because: 'No.' } as const;
const policy = (change: Partial<Policy>): Policy => policySchema.parse({ ...FIRST_POLICY, ...change });
const judged = (change: Partial<Policy>, about: Partial<PolicyFacts> = {}) =>
  evaluate(policy(change), facts(about), matches);

describe('the first policy', () => {
  it.each([
    [['admin'], 'allow'],
    [['helpdesk'], 'allow'],
    [['sponsor'], 'needs-approval'],
    [['sponsor', 'helpdesk'], 'allow'],
    [['auditor'], 'needs-approval'],
    [[], 'needs-approval'],
  ] as const)('somebody who is %j: %s', (roles, answer) => {
    expect(evaluate(FIRST_POLICY, facts({ inviter: { ...facts().inviter, roles } }), matches).answer).toBe(answer);
  });
});

describe('what a rule fits', () => {
  it.each<[string, Rule['when'], boolean]>([
    ['nothing named', {}, true],
    ['the directory by id', { directories: ['dir-1'] }, true],
    ['the directory by name, in any case', { directories: ['acme PARTNERS'] }, true],
    ['an id in another case', { directories: ['DIR-1'] }, false],
    ['the domain', { domains: ['partner.example'] }, true],
    ['a domain above it', { domains: ['example.com', 'partner.example'] }, true],
    ['a domain that only ends like it', { domains: ['ner.example'] }, false],
    ['a domain below it', { domains: ['eu.partner.example'] }, false],
    ['the inviter’s role', { inviterRoles: ['admin', 'helpdesk'] }, true],
    ['another role', { inviterRoles: ['sponsor'] }, false],
    ['the inviter’s group', { inviterGroups: ['IT'] }, true],
    ['a group in another case: groups are the provider’s exact words', { inviterGroups: ['it'] }, false],
    ['the inviter by address', { inviters: ['Maya.Chen@acme.example'] }, true],
    ['the inviter by subject', { inviters: ['maya'] }, true],
    ['the sponsor by name', { sponsors: ['ana ruiz'] }, true],
    ['another sponsor', { sponsors: ['Ben Okafor'] }, false],
    ['a role that is not asked for', { roles: ['Finance'] }, false],
    ['all of several', { domains: ['partner.example'], inviterGroups: ['IT'], sponsors: ['user-1'] }, true],
    ['all but one of several', { domains: ['partner.example'], inviterGroups: ['HR'] }, false],
  ])('%s', (_what, when, fits) => {
    expect(judged({ rules: [rule('one', allow, when)], otherwise: deny }).answer).toBe(fits ? 'allow' : 'deny');
  });

  it('a domain covers its subdomains', () => {
    const rules = [rule('one', allow, { domains: ['partner.example'] })];
    expect(judged({ rules, otherwise: deny }, { email: 'ada@eu.partner.example' }).answer).toBe('allow');
    expect(judged({ rules, otherwise: deny }, { email: 'ada@notpartner.example' }).answer).toBe('deny');
  });

  it('a rule that names sponsors does not fit an invitation without one', () => {
    expect(
      judged({ rules: [rule('one', allow, { sponsors: ['user-1'] })], otherwise: deny }, { sponsor: null }).answer,
    ).toBe('deny');
  });
});

describe('roles', () => {
  const rules = [
    rule('finance', ask, { roles: ['Finance Analyst'] }),
    rule('super', deny, { roles: ['super_admin'] }),
    rule('rest', allow),
  ];
  const basic = role('r1', 'Basic User', 'basic_user');
  const finance = role('r2', 'Finance Analyst', 'finance_analyst');
  const superAdmin = role('r3', 'Super Administrator', 'super_admin');

  it('each is judged by itself, and the strictest answer counts, with why', () => {
    expect(judged({ rules }, { roles: [basic] })).toMatchObject({ answer: 'allow' });
    expect(judged({ rules }, { roles: [basic, finance] })).toEqual({
      answer: 'needs-approval',
      of: [{ roles: ['admin'] }],
      because: [{ code: 'rule', rule: { id: 'finance', name: 'The finance' }, role: 'Finance Analyst' }],
    });
    expect(judged({ rules }, { roles: [superAdmin, basic, finance] })).toEqual({
      answer: 'deny',
      because: [{ code: 'rule', rule: { id: 'super', name: 'The super' }, role: 'Super Administrator', words: 'No.' }],
    });
  });

  it('one without a name is called by its id', () => {
    expect(judged({ rules: [rule('one', deny)] }, { roles: [role('r9')] }).because).toMatchObject([{ role: 'r9' }]);
  });

  it('what no rule fits has the answer at the end of the list', () => {
    expect(
      judged({ rules: [rule('one', allow, { roles: ['r1'] })], otherwise: ask }, { roles: [basic, finance] }),
    ).toEqual({
      answer: 'needs-approval',
      of: [{ roles: ['admin'] }],
      because: [{ code: 'otherwise', role: 'Finance Analyst' }],
    });
  });
});

describe('beside the rules', () => {
  const open = { rules: [rule('all', allow)] };
  const patterned = (pattern: string) => ({ pattern, hint: 'Like INC-1.' });
  it.each<[string, Partial<Policy>, Partial<PolicyFacts>, object[]]>([
    ['paused', { paused: true, pausedBecause: 'Incident.' }, {}, [{ code: 'paused', words: 'Incident.' }]],
    [
      'a refused domain, and those below it',
      { domains: { allowed: [], denied: ['partner.example'], own: [] } },
      { email: 'ada@eu.partner.example' },
      [{ code: 'domain-denied', words: 'eu.partner.example' }],
    ],
    [
      'a domain that is not allowed',
      { domains: { allowed: ['acme.example'], denied: [], own: [] } },
      {},
      [{ code: 'domain-not-allowed', words: 'partner.example' }],
    ],
    [
      'a refused domain in its own letters',
      { domains: { allowed: [], denied: ['Bücher.example'], own: [] } },
      { email: 'ada@xn--bcher-kva.example' },
      [{ code: 'domain-denied', words: 'xn--bcher-kva.example' }],
    ],
    ['an allowed domain', { domains: { allowed: ['partner.example'], denied: [], own: [] } }, {}, []],
    [
      'a refused one under an allowed one',
      { domains: { allowed: ['partner.example'], denied: ['eu.partner.example'], own: [] } },
      { email: 'ada@eu.partner.example' },
      [{ code: 'domain-denied' }],
    ],
    ['a purpose that fits', { purpose: patterned('Au.*') }, {}, []],
    [
      'a purpose that fits in part',
      { purpose: patterned('Au') },
      {},
      [{ code: 'purpose-pattern', words: 'Like INC-1.' }],
    ],
    ['no ticket, where none is required', { ticket: { required: false, ...patterned('INC-\\d+') } }, {}, []],
    ['no ticket', { ticket: { required: true, ...patterned('') } }, {}, [{ code: 'ticket-required' }]],
    [
      'another ticket',
      { ticket: { required: false, ...patterned('INC-\\d+') } },
      { ticket: 'X' },
      [{ code: 'ticket-pattern' }],
    ],
    ['a ticket', { ticket: { required: true, ...patterned('INC-\\d+') } }, { ticket: 'INC-7' }, []],
    ['no sponsor', { sponsor: { required: true } }, { sponsor: null }, [{ code: 'sponsor-required' }]],
    [
      'ceilings that are reached',
      { ceilings: { perInviter: 3, perDomain: 2, inAll: 0 } },
      { sent: { byInviter: 3, toDomain: 9, inAll: 0 } },
      [
        { code: 'ceiling-inviter', limit: 3 },
        { code: 'ceiling-domain', limit: 2 },
        { code: 'ceiling-all', limit: 0 },
      ],
    ],
    [
      'ceilings that leave room for one',
      { ceilings: { perInviter: 3, perDomain: 10, inAll: 1 } },
      { sent: { byInviter: 2, toDomain: 9, inAll: 0 } },
      [],
    ],
  ])('%s', (_what, change, about, reasons) => {
    const verdict = judged({ ...open, ...change }, about);
    expect(verdict.answer).toBe(reasons.length === 0 ? 'allow' : 'deny');
    if (verdict.answer === 'deny') expect(verdict.because).toMatchObject(reasons);
  });

  it('says all that is wrong at once', () => {
    const verdict = judged(
      { ...open, rules: [rule('no', deny)], paused: true, sponsor: { required: true } },
      { sponsor: null },
    );
    expect(verdict.because.map(({ code }) => code)).toEqual(['paused', 'sponsor-required', 'rule']);
  });
});
