import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readClaims, rolesFor } from './claims';

const configured = { admin: ['g-admins'], helpdesk: ['g-desk', 'g-desk-2'], sponsor: ['g-sponsors'], auditor: [] };

describe('rolesFor', () => {
  it('maps groups to roles, exactly', () => {
    expect(rolesFor(['g-desk-2', 'g-admins', 'other'], configured)).toEqual(['admin', 'helpdesk']);
    expect(rolesFor(['G-ADMINS', 'g-admins ', ''], configured)).toEqual([]);
  });

  it('gives nobody anything without configuration', () => {
    const none = { admin: [], helpdesk: [], sponsor: [], auditor: [] };
    fc.assert(
      fc.property(fc.array(fc.string()), (groups) => {
        expect(rolesFor(groups, none)).toEqual([]);
      }),
    );
  });
});

describe('readClaims', () => {
  it('reads what is there', () => {
    const raw = { sub: 's1', name: 'Maya Chen', email: 'maya@acme.example', email_verified: true, teams: ['a', 'b'] };
    expect(readClaims(raw, 'teams')).toEqual({
      subject: 's1',
      name: 'Maya Chen',
      email: 'maya@acme.example',
      emailVerified: true,
      groups: ['a', 'b'],
    });
  });

  it.each([
    [true, true],
    ['true', true],
    [false, false],
    ['false', false],
    [1, false],
    [undefined, false],
    [{}, false],
  ])('email_verified %j is %s', (given, verified) => {
    expect(readClaims({ sub: 's1', email_verified: given }, 'groups').emailVerified).toBe(verified);
  });

  it('survives claims of any other type, and falls back for the name', () => {
    expect(readClaims({ sub: 's1', name: 7, email: null, groups: 'one' }, 'groups')).toEqual({
      subject: 's1',
      name: 's1',
      email: '',
      emailVerified: false,
      groups: ['one'],
    });
    expect(readClaims({ sub: 's1', groups: [1, null, 'x', {}] }, 'groups').groups).toEqual(['x']);
  });

  it('refuses a claim set without a subject', () => {
    expect(() => readClaims({ name: 'Nobody' }, 'groups')).toThrow();
  });
});
