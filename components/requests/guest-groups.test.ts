import { expect, it } from 'vitest';
import type { GuestView, RequestView } from '@/lib/invitations/requests/view';
import { grouped, groupOf } from './guest-groups';

const NOW = '2026-11-24T12:00:00.000Z';

function guest(
  state: NonNullable<GuestView['invitation']>['state'] | null,
  request: RequestView['state'] | null = null,
  expiresAt = '2026-12-01T12:00:00.000Z',
): GuestView {
  return {
    key: `${state} ${request} ${expiresAt}`,
    request: request === null ? null : ({ state: request } as RequestView),
    invitation: state === null ? null : { id: 'i', state, expiresAt, acceptedAt: '', sentBy: '' },
    email: 'ada@acme.example',
    displayName: 'Ada',
    directory: 'Partners',
    roles: [],
    purpose: '',
    createdAt: NOW,
    acts: [],
  };
}

it.each([
  [guest(null, 'open'), 'waiting'],
  [guest(null, 'asked-back'), 'waiting'],
  [guest('unknown', 'approved'), 'waiting'],
  [guest('pending', 'approved'), 'pending'],
  [guest('pending', 'approved', '2026-11-26T12:00:00.000Z'), 'expiring'],
  [guest('pending', 'approved', '2026-11-26T12:00:00.001Z'), 'pending'],
  [guest('accepted', 'approved'), 'accepted'],
  [guest('expired', 'approved'), 'never'],
  [guest('expired', 'open'), 'waiting'],
  [guest('revoked'), 'never'],
  [guest(null, 'denied'), 'never'],
  [guest(null, 'withdrawn'), 'never'],
])('a guest is where one looks for them (%#)', (one, group) => {
  expect(groupOf(one, NOW)).toBe(group);
});

it('a question to the reader comes first, and an empty group is left out', () => {
  const shown = grouped([guest(null, 'open'), guest(null, 'asked-back'), guest('accepted')], NOW);
  expect(shown.map(({ group }) => group)).toEqual(['waiting', 'accepted']);
  expect(shown[0]?.guests.map(({ request }) => request?.state)).toEqual(['asked-back', 'open']);
});
