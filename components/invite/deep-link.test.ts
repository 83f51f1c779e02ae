import { describe, expect, it } from 'vitest';
import { pathWithQuery, readDeepLink } from './deep-link';

const known = {
  roles: [
    { id: 'r1', name: 'Basic user', grants: '' },
    { id: 'r2', name: 'Reader', grants: '' },
  ],
  directories: [{ id: 'd1' }, { id: 'd2' }],
  sponsor: null,
};

describe('readDeepLink', () => {
  it('fills what it is given', () => {
    const link = readDeepLink(
      { email: 'ada@acme.example', roles: 'r2, basic USER,r2', purpose: 'Audit', ticket: ' T-1 ', directory: 'd2' },
      known,
    );
    expect(link).toMatchObject({
      given: true,
      email: 'ada@acme.example',
      displayName: 'Ada',
      roleIds: ['r2', 'r1'],
      purpose: 'Audit',
      ticket: 'T-1',
      directoryId: 'd2',
      notes: [],
    });
  });

  it('takes a pasted mailbox apart; a given name wins', () => {
    const email = 'Ada Lovelace <ada@acme.example>';
    expect(readDeepLink({ email }, known)).toMatchObject({ email: 'ada@acme.example', displayName: 'Ada Lovelace' });
    expect(readDeepLink({ email, name: 'Countess' }, known).displayName).toBe('Countess');
  });

  it('leaves out what is not on offer, and says so', () => {
    const link = readDeepLink({ roles: 'Owner,Reader', sponsor: 'x@acme.example', directory: 'gone' }, known);
    expect(link.roleIds).toEqual(['r2']);
    expect(link.directoryId).toBe('');
    expect(link.notes).toHaveLength(3);
    expect(link.notes[0]).toContain('“Owner”');
  });

  it('says nothing about lists that could not be loaded', () => {
    expect(readDeepLink({ roles: 'Owner', sponsor: 'x' }, null).notes).toEqual([]);
  });

  it('survives an empty address, repeated names and overlong text', () => {
    expect(readDeepLink({}, known).given).toBe(false);
    expect(readDeepLink({ email: '', utm: 'x' }, known).given).toBe(false);
    expect(readDeepLink({ email: ['a@acme.example', 'b@acme.example'] }, known).email).toBe('a@acme.example');
    expect(readDeepLink({ purpose: 'x'.repeat(9_999) }, known).purpose).toHaveLength(2_000);
  });
});

it('pathWithQuery keeps our names only', () => {
  expect(pathWithQuery('/invite', {})).toBe('/invite');
  expect(pathWithQuery('/invite', { email: 'a+b@acme.example', evil: 'x' })).toBe('/invite?email=a%2Bb%40acme.example');
});
