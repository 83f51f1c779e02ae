import { describe, expect, it } from 'vitest';
import type { Approvers } from '../rules/document';
import { approversInWords, type Decider, fits, fitsAll } from './approvers';

describe('approvers', () => {
  const sam: Decider = {
    subject: 'sam',
    email: 'sam@acme.example',
    emailVerified: true,
    roles: ['helpdesk'],
    groups: ['finance'],
    userId: 'u1',
  };

  it.each<[string, Approvers, boolean]>([
    ['a role', { roles: ['helpdesk'] }, true],
    ['another role', { roles: ['admin'] }, false],
    ['a group', { groups: ['finance'] }, true],
    ['an address, in any case', { people: ['SAM@acme.example'] }, true],
    ['the sponsor', { sponsor: true }, true],
    ['one part of several', { roles: ['admin'], groups: ['finance'] }, true],
  ])('fit by %s', (_what, entry, expected) => {
    expect(fits(entry, sam, 'u1')).toBe(expected);
  });

  it('are nobody by an address that is not verified, nor the sponsor where there is none', () => {
    expect(fits({ people: [sam.email] }, { ...sam, emailVerified: false }, '')).toBe(false);
    expect(fits({ sponsor: true }, { ...sam, userId: '' }, '')).toBe(false);
  });

  it('have to fit every entry; no entry is nobody’s', () => {
    expect(fitsAll([{ roles: ['helpdesk'] }, { roles: ['admin'] }], sam, '')).toBe(false);
    expect(fitsAll([], sam, '')).toBe(false);
  });

  it('are said in words', () => {
    expect(approversInWords([{ roles: ['admin'], groups: ['finance'] }, { sponsor: true }], 'Ana Ruiz')).toEqual([
      'an administrator or somebody in the group finance',
      'the sponsor (Ana Ruiz)',
    ]);
  });
});
