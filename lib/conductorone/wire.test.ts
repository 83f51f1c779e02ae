import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  readDirectories,
  readInvitation,
  readInvitations,
  readPrincipal,
  readRoles,
  readUsers,
  wireStatus,
} from './wire';
import { durationSeconds, timestamp } from './wire-values';

const EMPTY = {
  id: 'i1',
  directoryId: '',
  email: '',
  displayName: '',
  roleIds: [],
  sponsorUserId: '',
  purpose: '',
  jobId: '',
  onboardingFlowId: '',
  status: 'unrecognised',
  statusRaw: '',
  invitedByUserId: '',
  createdUserId: '',
  createdAt: '',
  updatedAt: '',
  expiresAt: '',
  acceptedAt: '',
};

describe('an invitation', () => {
  test.each([
    ['missing', {}],
    ['null', Object.fromEntries(Object.keys(EMPTY).map((name) => [name, null]))],
    ['of other types', { email: 7, initialRoleIds: 'r', status: {}, createdAt: 12, directoryAppId: [] }],
    ['more than is known', { fieldOfTomorrow: { nested: [1] } }],
  ])('with fields that are %s is an empty one with its id', (_name, fields) => {
    expect(readInvitation({ invitation: { ...fields, id: 'i1' } })).toEqual(EMPTY);
  });

  test.each([
    {},
    { invitation: null },
    { invitation: {} },
    { invitation: { id: '' } },
    { invitation: { id: null } },
    { invitation: [] },
  ])('%j is none', (body) => {
    expect(readInvitation(body)).toBeNull();
  });

  test.each([
    ['LOCAL_INVITATION_STATUS_PENDING', 'pending'],
    ['LOCAL_INVITATION_STATUS_ACCEPTED', 'accepted'],
    ['LOCAL_INVITATION_STATUS_REVOKED', 'revoked'],
    ['LOCAL_INVITATION_STATUS_EXPIRED', 'expired'],
    ['LOCAL_INVITATION_STATUS_UNSPECIFIED', 'unrecognised'],
    ['LOCAL_INVITATION_STATUS_ON_HOLD', 'unrecognised'],
    ['PENDING', 'unrecognised'],
    ['constructor', 'unrecognised'],
  ])('with the status %s is %s and keeps the word', (statusRaw, status) => {
    expect(readInvitation({ invitation: { id: 'i1', status: statusRaw } })).toMatchObject({ status, statusRaw });
  });

  test('keeps the role ids that are some', () => {
    expect(readInvitation({ invitation: { id: 'i1', initialRoleIds: ['a', null, 3, '', 'b'] } })?.roleIds).toEqual([
      'a',
      'b',
    ]);
  });
});

test('a status goes out as it comes in', () => {
  for (const status of ['pending', 'accepted', 'revoked', 'expired'] as const) {
    expect(readInvitation({ invitation: { id: 'i', status: wireStatus(status) } })?.status).toBe(status);
  }
});

describe('a page', () => {
  test.each([{}, { list: null }, { list: [], nextPageToken: null }])('%j is empty and the last', (body) => {
    expect(readInvitations(body)).toEqual({ items: [], nextPageToken: '' });
  });

  test('leaves out what has no id', () => {
    const page = readInvitations({ list: [{ id: 'i1' }, {}, null, 'x', { id: 'i2' }], nextPageToken: 'n' });
    expect(page?.items.map(({ id }) => id)).toEqual(['i1', 'i2']);
    expect(page?.nextPageToken).toBe('n');
  });

  test('of directories gives the link’s life in seconds', () => {
    const list = [{ appId: 'd1', displayName: 'Partners', invitationTtl: '604800s', isDefault: true }, { appId: 'd2' }];
    expect(readDirectories({ list })?.items).toEqual([
      {
        id: 'd1',
        name: 'Partners',
        isDefault: true,
        linkLifetimeSeconds: 604_800,
        onboardingFlowId: '',
        selfRegistrationDomains: [],
      },
      {
        id: 'd2',
        name: '',
        isDefault: false,
        linkLifetimeSeconds: null,
        onboardingFlowId: '',
        selfRegistrationDomains: [],
      },
    ]);
  });

  test('of roles tells the deleted ones', () => {
    const list = [
      { id: 'r1', systemApiOnly: true },
      { id: 'r2', deletedAt: '2026-01-01T00:00:00Z', permissions: null },
    ];
    expect(readRoles({ list })?.items).toMatchObject([
      { id: 'r1', systemApiOnly: true, deleted: false },
      { id: 'r2', systemApiOnly: false, deleted: true, permissions: [] },
    ]);
  });

  test('of users unwraps them', () => {
    const list = [
      { user: { id: 'u1', status: 'ENABLED', type: 'USER_TYPE_HUMAN', emails: null } },
      { user: { id: 'u2', status: 'FROZEN', type: 'USER_TYPE_ROBOT' } },
      { user: null, userId: 'u3' },
    ];
    expect(readUsers({ list })?.items).toMatchObject([
      { id: 'u1', status: 'enabled', type: 'human', emails: [] },
      { id: 'u2', status: 'unknown', type: 'unknown' },
    ]);
  });
});

test('a principal needs a name, either of the two', () => {
  expect(readPrincipal({ userId: 'u', roles: null })).toEqual({
    userId: 'u',
    tenantId: '',
    roles: [],
    permissions: [],
  });
  expect(readPrincipal({ principleId: 'p' })?.userId).toBe('p');
  expect(readPrincipal({ tenantId: 't' })).toBeNull();
});

test('no JSON makes the reading throw, and no field is ever missing', () => {
  const readers = [readInvitations, readDirectories, readRoles, readUsers];
  const entry = fc.dictionary(
    fc.constantFrom('id', 'appId', 'user', 'status', 'createdAt', 'invitationTtl', 'initialRoleIds', '__proto__'),
    fc.jsonValue(),
  );
  const body = fc.record({
    invitation: fc.oneof(entry, fc.jsonValue()),
    list: fc.oneof(fc.array(entry), fc.jsonValue()),
    nextPageToken: fc.jsonValue(),
  });
  fc.assert(
    fc.property(body, (json) => {
      const invitation = readInvitation(json);
      if (invitation !== null) expect(Object.keys(invitation).sort()).toEqual(Object.keys(EMPTY).sort());
      for (const read of readers) expect(typeof read(json)?.nextPageToken).toBe('string');
      readPrincipal(json);
    }),
  );
});

test.each([
  ['2026-11-24T10:00:00Z', '2026-11-24T10:00:00.000Z'],
  ['2026-11-24T10:00:00.123456789Z', '2026-11-24T10:00:00.123Z'],
  ['2026-11-24T12:00:00+02:00', '2026-11-24T10:00:00.000Z'],
  ['0001-01-01T00:00:00Z', ''],
  ['1970-01-01T00:00:00Z', ''],
  ['2026-13-24T10:00:00Z', ''],
  ['24 Nov 2026', ''],
  ['', ''],
])('the time %j is %j', (given, iso) => {
  expect(timestamp(given)).toBe(iso);
});

test.each([
  ['604800s', 604_800],
  ['3.5s', 3.5],
  ['0s', 0],
  ['-3s', null],
  ['604800', null],
  ['1h', null],
  ['', null],
])('the duration %j is %j s', (given, seconds) => {
  expect(durationSeconds(given)).toBe(seconds);
});
