import { describe, expect, it } from 'vitest';
import { approverWords, type KnownNames, refusalWords, verdictSentences } from './reason-words';
import { REASON_CODES, type Reason } from './verdict';

const names: KnownNames = { people: new Map([['ana.ruiz@acme.example', 'Ana Ruiz']]), sponsor: 'Ben Okafor' };
const finance = { code: 'rule', rule: { id: 'finance', name: 'Finance' } } as const;

it.each([
  [{ people: ['Ana.Ruiz@acme.example'] }, 'Ana Ruiz'],
  [{ people: ['eve@acme.example'] }, 'eve@acme.example'],
  [{ roles: ['admin' as const, 'helpdesk' as const] }, 'an administrator or the helpdesk'],
  [
    { people: ['ana.ruiz@acme.example'], sponsor: true as const, groups: ['Finance'] },
    'Ana Ruiz, the sponsor (Ben Okafor) or somebody in the group Finance',
  ],
])('who approves: %j', (of, words) => expect(approverWords(of, names)).toBe(words));

describe('a verdict in sentences', () => {
  it('has none for what is allowed', () => {
    expect(verdictSentences({ answer: 'allow', because: [finance] }, names)).toEqual([]);
  });

  it('says one rule once, with all the roles that it asks for', () => {
    const of = { people: ['ana.ruiz@acme.example'] };
    const because: Reason[] = [
      { ...finance, role: 'Finance Analyst' },
      { ...finance, role: 'Auditor' },
      { code: 'otherwise', role: 'Helpdesk' },
    ];
    expect(verdictSentences({ answer: 'needs-approval', of: [of, of, { roles: ['admin'] }], because }, names)).toEqual([
      'Needs the approval of Ana Ruiz because of the roles Finance Analyst and Auditor (rule “Finance”).',
      'Needs the approval of an administrator: no rule covers the role Helpdesk.',
    ]);
  });

  it('says each reason of a denial', () => {
    const because: Reason[] = [
      { code: 'paused', words: 'Incident' },
      { ...finance, role: 'Finance Analyst', words: 'Ask Finance first.' },
      { code: 'otherwise', words: 'Nobody knows it.' },
    ];
    expect(verdictSentences({ answer: 'deny', because }, names)).toEqual([
      'An administrator has paused all sending: Incident.',
      'Not allowed because of the role Finance Analyst (rule “Finance”): Ask Finance first.',
      'Not allowed: no rule covers it. Nobody knows it.',
    ]);
  });
});

it.each(REASON_CODES)('%s is a whole sentence, with an administrator’s words and without', (code) => {
  expect(refusalWords({ code })).toMatch(/^[A-Z].*[.]$/u);
  expect(refusalWords({ code, words: 'Like so', limit: 3 })).not.toContain('undefined');
});
