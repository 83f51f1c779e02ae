import { expect, it } from 'vitest';
import { fixWords, lookalikeSentence } from './lookalike-words';

const ACME = { of: 'own', like: 'acme.example' } as const;

it.each([
  ['ada@acrne.example', { kind: 'confusable', ...ACME }, 'acrne.example looks like acme.example, your own domain.'],
  [
    'ada@acmee.example',
    { kind: 'edit', of: 'directory', like: 'acme.example' },
    'acmee.example looks like acme.example, the domain of a directory.',
  ],
  [
    'ada@acme.test',
    { kind: 'tld', of: 'invited', like: 'acme.example' },
    'acme.test has the name of acme.example, a domain that was invited before, but another ending.',
  ],
  [
    'acme.logistics@gmail.com',
    { kind: 'free-mail', ...ACME },
    'Anybody can have an address at gmail.com, and this one goes by the name of acme.example, your own domain.',
  ],
  [
    'ada@partner.example',
    { kind: 'person', of: 'person', like: 'Ada Lovelace <ada@acme.example>' },
    'This could be Ada Lovelace <ada@acme.example>, who is there already.',
  ],
] as const)('says of %s what it could be taken for', (email, warning, words) => {
  expect(lookalikeSentence(warning, email)).toBe(words);
});

it('shows foreign letters in ASCII, where they imitate nothing', () => {
  expect(lookalikeSentence({ kind: 'confusable', ...ACME }, 'ada@аcme.example')).toMatch(/^xn--\S+ looks like acme/);
});

it('names the address that the click leads to', () => {
  expect(fixWords({ fixed: 'ada@acme.example' })).toBe('Use ada@acme.example');
  expect(fixWords({ fixed: null })).toBeNull();
});
