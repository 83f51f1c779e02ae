import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startClient, type TestClient } from '../test-client';

const KSUID = /^[0-9A-Za-z]{27}$/;
let sandbox: TestClient;
let directory: string;
beforeAll(async () => {
  sandbox = await startClient({ people: 40, invitations: 0 });
  directory = (await sandbox.directories())[0]?.appId ?? '';
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const one = (id: string, action = '') => `/local-directory-configs/${directory}/invitations/${id}${action}`;
const roles = async (): Promise<{ id: string; name: string }[]> => (await sandbox.api('GET', '/iam/roles')).body.list;
const userId = async (query: Record<string, unknown>): Promise<string> =>
  (await sandbox.api('POST', '/search/users', query)).body.list[0].user.id;

test('a created invitation has every field, and reads back the same', async () => {
  const [, role] = await roles();
  const sponsorUserId = await userId({ email: 'ana.ruiz@acme.example' });
  const { tenant } = await sandbox.control('GET', '/');
  const before = Date.now();
  const reply = await sandbox.invite('Guest@Partner.example', {
    displayName: 'José Guest',
    initialRoleIds: [role?.id],
    sponsorUserId,
    purpose: 'Audit',
    jobId: tenant.jobs[0].id,
    onboardingFlowId: tenant.onboardingFlows[0].id,
  });
  expect(reply.status).toBe(200);
  const { invitation } = reply.body;
  expect(invitation).toEqual({
    id: expect.stringMatching(KSUID),
    directoryAppId: directory,
    email: 'Guest@Partner.example',
    displayName: 'José Guest',
    initialRoleIds: [role?.id],
    sponsorUserId,
    purpose: 'Audit',
    jobId: tenant.jobs[0].id,
    onboardingFlowId: tenant.onboardingFlows[0].id,
    status: 'LOCAL_INVITATION_STATUS_PENDING',
    invitedByUserId: tenant.servicePrincipalId,
    createdUserId: '',
    createdAt: invitation.createdAt,
    updatedAt: invitation.createdAt,
    expiresAt: new Date(Date.parse(invitation.createdAt) + 604_800_000).toISOString(),
  });
  expect(Date.parse(invitation.createdAt)).toBeGreaterThanOrEqual(before);
  expect((await sandbox.api('GET', one(invitation.id))).body).toEqual({ invitation });
});

test('an invitation with the required fields only has empty ones and no roles', async () => {
  const { invitation } = (await sandbox.invite('guest@partner.example')).body;
  expect(invitation).toMatchObject({
    initialRoleIds: null,
    sponsorUserId: '',
    purpose: '',
    jobId: '',
    onboardingFlowId: '',
  });
  const nulls = { initialRoleIds: null, sponsorUserId: null, unknownField: 1 };
  expect((await sandbox.invite('guest2@partner.example', nulls)).status).toBe(200);
});

test.each<[string, Record<string, unknown>]>([
  ['email', { email: '' }],
  ['email', { email: 'no-at.example' }],
  ['email', { email: 'two@@partner.example' }],
  ['email', { email: 'a b@partner.example' }],
  ['email', { email: 'a@localhost' }],
  ['email', { email: `a@${'x'.repeat(250)}.example` }],
  ['email', { email: 7 }],
  ['displayName', { displayName: ' ' }],
  ['displayName', { displayName: 'x'.repeat(257) }],
  ['purpose', { purpose: 'x'.repeat(1025) }],
  ['initialRoleIds[0]', { initialRoleIds: ['none'] }],
  ['initialRoleIds', { initialRoleIds: 'none' }],
  ['sponsorUserId', { sponsorUserId: 'none' }],
  ['jobId', { jobId: 'free text' }],
  ['onboardingFlowId', { onboardingFlowId: 'none' }],
])('creating is refused for a wrong %s: %j', async (field, change) => {
  const reply = await sandbox.invite('guest@partner.example', change);
  expect([reply.status, reply.body.code]).toEqual([400, 3]);
  expect(reply.body.details[0]['@type']).toBe('type.googleapis.com/google.rpc.BadRequest');
  expect(reply.body.details[0].fieldViolations.map((violation: { field: string }) => violation.field)).toEqual([field]);
  const { byOperation } = await sandbox.control('GET', '/counters');
  expect(byOperation.create).toEqual({ requests: 1, committed: 0, byStatus: { 400: 1 } });
});

test.each(['a+tag@partner.example', "o'neil@partner.example", 'x@münchen.example', 'A.B@Sub.Partner.Example'])(
  'the odd but valid address %s is accepted',
  async (email) => {
    expect((await sandbox.invite(email)).body.invitation.email).toBe(email);
  },
);

test('the longest purpose is a switch and counts characters, not bytes', async () => {
  expect((await sandbox.invite('a@partner.example', { purpose: '😀'.repeat(1024) })).status).toBe(200);
  await sandbox.control('PATCH', '/settings', { purposeLimit: 10 });
  expect((await sandbox.invite('b@partner.example', { purpose: 'x'.repeat(11) })).status).toBe(400);
});

test('a disabled sponsor is refused', async () => {
  const sponsorUserId = await userId({ email: 'dana.weiss@acme.example', userStatuses: ['DISABLED'] });
  expect((await sandbox.invite('a@partner.example', { sponsorUserId })).body.message).toMatch(/not enabled/);
});

test('a second pending invitation is refused per directory, or allowed by switch', async () => {
  expect((await sandbox.invite('guest@partner.example')).status).toBe(200);
  const second = await sandbox.invite('GUEST@partner.example');
  expect([second.status, second.body.code]).toEqual([409, 6]);
  const [, other] = await sandbox.directories();
  const elsewhere = { email: 'guest@partner.example', displayName: 'A Guest' };
  const reply = await sandbox.api('POST', `/local-directory-configs/${other?.appId}/invitations`, elsewhere);
  expect(reply.status).toBe(200);
  expect(Date.parse(reply.body.invitation.expiresAt) - Date.parse(reply.body.invitation.createdAt)).toBe(259_200_000);
  await sandbox.control('PATCH', '/settings', { duplicatePending: 'allow' });
  expect((await sandbox.invite('guest@partner.example')).status).toBe(200);
  const truth = await sandbox.control('GET', `/invitations?email=guest@partner.example&directoryAppId=${directory}`);
  expect(truth.total).toBe(2);
});

test('a pending invitation is revoked once; after it the address is free again', async () => {
  const { invitation } = (await sandbox.invite('guest@partner.example')).body;
  const revoked = await sandbox.api('POST', one(invitation.id, '/revoke'), {});
  expect(revoked.body.invitation).toMatchObject({ id: invitation.id, status: 'LOCAL_INVITATION_STATUS_REVOKED' });
  const again = await sandbox.api('POST', one(invitation.id, '/revoke'), {});
  expect([again.status, again.body.code, again.body.message]).toEqual([400, 9, expect.stringContaining('revoked')]);
  expect((await sandbox.invite('guest@partner.example')).status).toBe(200);
});

test('accepted and expired invitations cannot be revoked', async () => {
  const { invitation } = (await sandbox.invite('a@partner.example')).body;
  await sandbox.control('POST', `/invitations/${invitation.id}/accept`, {});
  expect((await sandbox.api('POST', one(invitation.id, '/revoke'))).body.code).toBe(9);
  const late = (await sandbox.invite('b@partner.example')).body.invitation;
  await sandbox.control('POST', '/clock', { advanceSeconds: 604_801 });
  expect((await sandbox.api('POST', one(late.id, '/revoke'))).body.code).toBe(9);
});

test('what is not there is not found: directory, invitation, invitation of another directory', async () => {
  const [, other] = await sandbox.directories();
  const { invitation } = (await sandbox.invite('guest@partner.example')).body;
  for (const path of [
    '/local-directory-configs/none',
    '/local-directory-configs/none/invitations/x',
    one('none'),
    `/local-directory-configs/${other?.appId}/invitations/${invitation.id}`,
    '/users/none',
  ]) {
    const reply = await sandbox.api('GET', path);
    expect([path, reply.status, reply.body.code]).toEqual([path, 404, 5]);
  }
  const body = { email: 'a@partner.example', displayName: 'A' };
  expect((await sandbox.api('POST', '/local-directory-configs/none/invitations', body)).status).toBe(404);
});

test('an invitation expires by the clock, exactly at its time', async () => {
  const { invitation } = (await sandbox.invite('guest@partner.example')).body;
  const status = async (): Promise<string> => (await sandbox.api('GET', one(invitation.id))).body.invitation.status;
  await sandbox.control('POST', '/clock', { advanceSeconds: 604_790 });
  expect(await status()).toBe('LOCAL_INVITATION_STATUS_PENDING');
  await sandbox.control('POST', '/clock', { advanceSeconds: 10 });
  const reply = await sandbox.api('GET', one(invitation.id));
  expect(reply.body.invitation).toMatchObject({
    status: 'LOCAL_INVITATION_STATUS_EXPIRED',
    updatedAt: invitation.expiresAt,
  });
  const { invitations } = await sandbox.control('GET', '/clock');
  expect(Math.abs(Date.parse(reply.headers.get('date') ?? '') - Date.parse(invitations))).toBeLessThan(2000);
});

test('the status can lag behind the expiry, while the link is dead already', async () => {
  await sandbox.control('PATCH', '/settings', { expiryLagSeconds: 3600 });
  const { invitation } = (await sandbox.invite('guest@partner.example')).body;
  await sandbox.control('POST', '/clock', { advanceSeconds: 604_801 });
  const status = async (): Promise<string> => (await sandbox.api('GET', one(invitation.id))).body.invitation.status;
  expect(await status()).toBe('LOCAL_INVITATION_STATUS_PENDING');
  const [mail] = (await sandbox.control('GET', '/outbox')).mails;
  expect((await sandbox.send('POST', mail.link)).status).toBe(409);
  await sandbox.control('POST', '/clock', { advanceSeconds: 3600 });
  expect(await status()).toBe('LOCAL_INVITATION_STATUS_EXPIRED');
});

test('normalise changes what is stored', async () => {
  await sandbox.control('PATCH', '/settings', { normalise: true });
  const { invitation } = (await sandbox.invite('Guest@Partner.Example', { displayName: '  Two   Words ' })).body;
  expect(invitation).toMatchObject({
    email: 'guest@partner.example',
    displayName: 'Two Words',
    purpose: 'Invited through the API',
    sponsorUserId: await userId({ email: 'omar.haddad@acme.example' }),
  });
});

test('one made by a human upstream shows up with its own dates', async () => {
  const fields = { email: 'x@partner.example', createdAt: '2026-01-02T03:04:05Z', status: 'REVOKED' };
  const { invitation } = await sandbox.control('POST', '/invitations', fields);
  const read = (await sandbox.api('GET', one(invitation.id))).body.invitation;
  expect(read).toMatchObject({
    createdAt: '2026-01-02T03:04:05.000Z',
    expiresAt: '2026-01-09T03:04:05.000Z',
    status: 'LOCAL_INVITATION_STATUS_REVOKED',
    invitedByUserId: await userId({ email: 'omar.haddad@acme.example' }),
  });
});
