import { expect, it } from 'vitest';
import type { InvitationView } from '@/lib/invitations/invitation';
import { differences } from './differences';

const role = (name: string) => ({ id: name, name });
const sent = { displayName: 'Ada', roles: [role('a'), role('b')], sponsor: null, purpose: 'Audit' } as unknown;
const differ = (change: object) =>
  differences({ ...(sent as InvitationView), ...change } as InvitationView, sent as InvitationView);

it('says what sets two invitations apart, and nothing of what is the same in another order', () => {
  expect(differ({ roles: [role('b'), role('a')] })).toEqual([]);
  expect(differ({ displayName: 'Ada King', purpose: '' })).toEqual([
    { name: 'name', value: 'Ada King' },
    { name: 'purpose', value: 'none' },
  ]);
});
