import { expect, test } from 'vitest';
import type { UpstreamRole } from '@/lib/invitations/ports';
import { grantsOutcome } from './grants';

const role = (id: string, name: string, displayName: string, deleted = false): UpstreamRole => ({
  id,
  name,
  displayName,
  deleted,
  permissions: [],
  systemApiOnly: false,
});
const ROLES = [
  role('r1', 'contractor', 'Contractor'),
  role('r2', 'staff_a', 'Event Staff'),
  role('r3', 'staff_b', 'Event Staff'),
  role('r4', 'gone', 'Gone', true),
];

test.each(['', '*', 'r1', 'contractor', 'CONTRACTOR', ' staff_a , r3 ', 'Contractor,*'])(
  '%j can be handed out',
  (list) => {
    expect(grantsOutcome({ USHER_HELPDESK_GRANTS: list }, ROLES).ok).toBe(true);
  },
);

test.each([
  ['Contractors', 'there is no role "Contractors". There are: Contractor, Event Staff, Event Staff.'],
  ['Event Staff', '"Event Staff" is the name of 2 roles. Give the id of the one you mean: r2 or r3.'],
  ['gone', 'there is no role "gone"'],
])('%j cannot, and the words say why', (list, words) => {
  const outcome = grantsOutcome({ USHER_ADMIN_GRANTS: `r1, ${list}` }, ROLES);
  expect(outcome).toMatchObject({ ok: false, mend: [expect.stringContaining(`USHER_ADMIN_GRANTS: ${words}`)] });
});

test('a star is fine in a tenant without roles', () => {
  expect(grantsOutcome({ USHER_ADMIN_GRANTS: '*' }, [])).toMatchObject({ ok: true });
});
