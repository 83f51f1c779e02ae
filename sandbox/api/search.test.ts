import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Reply, startClient, type TestClient } from '../test-client';

let sandbox: TestClient;
let directory: string;
beforeAll(async () => {
  sandbox = await startClient({ people: 120, invitations: 60 });
  directory = (await sandbox.directories())[0]?.appId ?? '';
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const search = (body: Record<string, unknown>): Promise<Reply> =>
  sandbox.api('POST', '/search/local-directory-invitations', body);
const users = (body: Record<string, unknown>): Promise<Reply> => sandbox.api('POST', '/search/users', body);
const names = (reply: Reply): string[] =>
  reply.body.list.map((view: { user: { displayName: string } }) => view.user.displayName);

/** All ids over all pages, with the number of entries on each page. */
async function walk(page: (token: string) => Promise<Reply>, idOf: (item: never) => string) {
  const ids: string[] = [];
  const sizes: number[] = [];
  let token = '';
  do {
    const { body } = await page(token);
    ids.push(...body.list.map(idOf));
    sizes.push(body.list.length);
    token = body.nextPageToken;
  } while (token !== '');
  return { ids, sizes };
}

const invitationId = (item: { id: string }): string => item.id;

test.each([
  [undefined, 25],
  [0, 25],
  [1, 10],
  [-5, 10],
  [10, 10],
  [33, 33],
  ['12', 12],
  [100, 60],
  [5000, 60],
])('a page size of %s gives %s entries', async (pageSize, expected) => {
  const reply = await search({ pageSize });
  expect(reply.body.list).toHaveLength(expected);
  expect(reply.body.nextPageToken === '').toBe(expected === 60);
});

test('pages cover every invitation once, newest first, and end with an empty token', async () => {
  const { ids, sizes } = await walk((pageToken) => search({ pageSize: 25, pageToken }), invitationId);
  expect(sizes).toEqual([25, 25, 10]);
  const truth = await sandbox.control('GET', '/invitations');
  expect(ids).toEqual(truth.invitations.map(invitationId));
  const dates = truth.invitations.map((item: { createdAt: string }) => item.createdAt);
  expect(dates).toEqual([...dates].sort().reverse());
});

test('directory and status filter, together and apart', async () => {
  const truth = (await sandbox.control('GET', '/invitations')).invitations;
  for (const status of ['PENDING', 'ACCEPTED', 'REVOKED', 'EXPIRED']) {
    const statusFilter = `LOCAL_INVITATION_STATUS_${status}`;
    const both = await walk(
      (pageToken) => search({ directoryAppId: directory, statusFilter, pageToken }),
      invitationId,
    );
    const expected = truth.filter(
      (item: { directoryAppId: string; status: string }) =>
        item.directoryAppId === directory && item.status === statusFilter,
    );
    expect(expected.length).toBeGreaterThan(0);
    expect(both.ids).toEqual(expected.map(invitationId));
  }
  const all = await search({ statusFilter: 'LOCAL_INVITATION_STATUS_UNSPECIFIED', pageSize: 100 });
  expect(all.body.list).toHaveLength(60);
});

test('a page token is good for its own filters only, and cannot be made up', async () => {
  const { nextPageToken: pageToken } = (await search({ pageSize: 10 })).body;
  expect((await search({ pageSize: 30, pageToken })).body.list).toHaveLength(30);
  for (const body of [
    { pageToken, directoryAppId: directory },
    { pageToken, statusFilter: 'LOCAL_INVITATION_STATUS_PENDING' },
    { pageToken: 'rubbish' },
    { pageToken: `x${pageToken}` },
  ]) {
    const reply = await search(body);
    expect([reply.status, reply.body.code, reply.body.details[0].fieldViolations[0].field]).toEqual([
      400,
      3,
      'pageToken',
    ]);
  }
  expect((await users({ pageToken })).status).toBe(400);
});

test('wrong types, an unknown status and an unknown directory are refused', async () => {
  for (const body of [{ pageSize: 'many' }, { pageSize: 1.5 }, { statusFilter: 'PENDING' }, { directoryAppId: 7 }]) {
    expect((await search(body)).status).toBe(400);
  }
  expect((await search({ directoryAppId: 'none' })).status).toBe(404);
});

test('new invitations do not disturb a walk in progress', async () => {
  const first = (await search({ pageSize: 10 })).body;
  await sandbox.invite('new@partner.example');
  const rest = await walk((token) => search({ pageToken: token || first.nextPageToken }), invitationId);
  expect(new Set([...first.list.map(invitationId), ...rest.ids]).size).toBe(60);
  expect(rest.ids).toHaveLength(50);
});

test('with an unstable order, a new invitation shifts the pages and one comes twice', async () => {
  await sandbox.control('PATCH', '/settings', { unstableOrder: true });
  const quiet = await walk((pageToken) => search({ pageToken }), invitationId);
  expect(new Set(quiet.ids).size).toBe(60);
  const first = (await search({ pageSize: 10 })).body;
  await sandbox.invite('new@partner.example');
  const second = (await search({ pageSize: 10, pageToken: first.nextPageToken })).body;
  const both = [...first.list, ...second.list].map(invitationId);
  expect([both.length, new Set(both).size]).toEqual([20, 19]);
});

test('stale pages hide what was written since, and show what was changed as it was', async () => {
  const pending = { directoryAppId: directory, statusFilter: 'LOCAL_INVITATION_STATUS_PENDING', pageSize: 100 };
  const before = (await search(pending)).body.list;
  await sandbox.control('PATCH', '/settings', { stalePages: true });
  await sandbox.invite('new@partner.example');
  await sandbox.api('POST', `/local-directory-configs/${directory}/invitations/${before[0].id}/revoke`, {});
  expect((await search(pending)).body.list).toEqual(before);
  await sandbox.control('PATCH', '/settings', { stalePages: false });
  const after = (await search(pending)).body.list;
  expect(after[0].email).toBe('new@partner.example');
  expect(after.map(invitationId)).not.toContain(before[0].id);
});

test('stale pages by age show a write when the clock has passed it', async () => {
  await sandbox.control('PATCH', '/settings', { stalePages: { ms: 5000 } });
  await sandbox.invite('new@partner.example');
  const emails = async (): Promise<string[]> =>
    (await search({})).body.list.map((item: { email: string }) => item.email);
  expect(await emails()).not.toContain('new@partner.example');
  await sandbox.control('POST', '/clock', { advanceSeconds: 6 });
  expect((await emails())[0]).toBe('new@partner.example');
});

test('an unknown status, sparse answers and extra fields are switches', async () => {
  const original = (await search({ pageSize: 100 })).body.list;
  await sandbox.control('PATCH', '/settings', { unknownStatus: 'LOCAL_INVITATION_STATUS_PAUSED' });
  const statuses = async (): Promise<Set<string>> =>
    new Set((await search({ pageSize: 100 })).body.list.map((item: { status: string }) => item.status));
  expect([...(await statuses())]).toEqual(['LOCAL_INVITATION_STATUS_PAUSED']);
  await sandbox.control('PATCH', '/settings', { unknownStatus: { status: 'PAUSED', share: 0.5 } });
  expect(await statuses()).toEqual(new Set([...original.map((item: { status: string }) => item.status), 'PAUSED']));

  await sandbox.control('PATCH', '/settings', { unknownStatus: null, sparse: true, extraFields: true });
  const bare = (await sandbox.invite('bare@partner.example')).body.invitation;
  expect(Object.keys(bare).sort()).toEqual(
    ['id', 'directoryAppId', 'email', 'displayName', 'status', 'invitedByUserId', 'createdAt', 'updatedAt', 'expiresAt']
      .concat('acceptedAt', 'fieldOfTomorrow', 'labels')
      .sort(),
  );
  expect([bare.updatedAt, bare.acceptedAt]).toEqual([null, null]);
});

test('users are found by parts of names and addresses, without marks and case', async () => {
  expect(names(await users({ query: 'RUIZ ana' }))).toEqual(['Ana Ruiz']);
  expect(names(await users({ query: 'victor.lind' }))).toEqual(['Victor Lindqvist']);
  const everyone = (
    await walk(
      (pageToken) => users({ pageToken }),
      (view: { user: { displayName: string } }) => view.user.displayName,
    )
  ).ids;
  const marked = everyone.find((name) => /[øłéíã]/.test(name)) ?? '';
  const { plainText } = await import('../base/plain-text');
  expect(names(await users({ query: plainText(marked) }))).toContain(marked);
  expect(names(await users({ query: 'nobody has this name' }))).toEqual([]);
});

test('users are found by exact address, ids and refs', async () => {
  const found = await users({ email: 'ANA.RUIZ@acme.example' });
  expect(names(found)).toEqual(['Ana Ruiz']);
  expect(names(await users({ email: 'ana.ruiz@acme' }))).toEqual([]);
  const { id } = found.body.list[0].user;
  expect(names(await users({ ids: [id] }))).toEqual(['Ana Ruiz']);
  expect(names(await users({ refs: [{ id }, { id: 'none' }] }))).toEqual(['Ana Ruiz']);
  expect(names(await users({ refs: [{ id }], email: 'omar.haddad@acme.example' }))).toEqual([]);
  expect((await sandbox.api('GET', `/users/${id}`)).body.userView).toEqual(found.body.list[0]);
});

test('each filter on users keeps exactly those it names', async () => {
  interface Seen {
    id: string;
    status: string;
    type: string;
    origin: string;
    department: string;
    jobTitle: string;
    managerIds: string[] | null;
    roleIds: string[] | null;
  }
  const all = async (body: Record<string, unknown>): Promise<Seen[]> => {
    const list: Seen[] = [];
    await walk(
      (pageToken) => users({ ...body, pageSize: 100, pageToken }),
      (view: { user: Seen }) => {
        list.push(view.user);
        return view.user.id;
      },
    );
    return list;
  };
  const statuses = { userStatuses: ['ENABLED', 'DISABLED', 'DELETED'] };
  const everyone = await all(statuses);
  expect(everyone).toHaveLength(120);
  expect(everyone.filter((user) => user.status === 'DELETED')).toHaveLength(1);
  expect(await all({})).toHaveLength(119);
  const ana = everyone.find((user) => user.jobTitle === 'Head of Logistics') as Seen;
  const [roleId = ''] = everyone.find((user) => (user.roleIds?.length ?? 0) > 1)?.roleIds?.slice(-1) ?? [];
  const checks: [Record<string, unknown>, (user: Seen) => boolean][] = [
    [{ userStatuses: ['DISABLED'] }, (user) => user.status === 'DISABLED'],
    [{ ...statuses, excludeTypes: ['USER_TYPE_SERVICE'] }, (user) => user.type !== 'USER_TYPE_SERVICE'],
    [{ ...statuses, origins: ['USER_ORIGIN_LOCAL'] }, (user) => user.origin === 'USER_ORIGIN_LOCAL'],
    [{ ...statuses, excludeOrigins: ['USER_ORIGIN_LOCAL'] }, (user) => user.origin !== 'USER_ORIGIN_LOCAL'],
    [{ ...statuses, departments: ['Logistics'] }, (user) => user.department === 'Logistics'],
    [{ ...statuses, jobTitles: ['Recruiter'] }, (user) => user.jobTitle === 'Recruiter'],
    [{ ...statuses, managerIds: [ana.id] }, (user) => user.managerIds?.includes(ana.id) ?? false],
    [{ ...statuses, roleIds: [roleId] }, (user) => user.roleIds?.includes(roleId) ?? false],
    [{ ...statuses, excludeIds: [ana.id] }, (user) => user.id !== ana.id],
  ];
  for (const [filter, keeps] of checks) {
    const expected = everyone.filter(keeps);
    expect([filter, expected.length]).not.toEqual([filter, 0]);
    expect([filter, (await all(filter)).map((user) => user.id)]).toEqual([filter, expected.map((user) => user.id)]);
  }
  expect(await all({ isDelegate: true })).toEqual([]);
  expect((await users({ excludeTypes: ['ROBOT'] })).status).toBe(400);
});

test('somebody disabled upstream is found as disabled', async () => {
  const { id } = (await users({ email: 'ana.ruiz@acme.example' })).body.list[0].user;
  await sandbox.control('POST', `/users/${id}`, { status: 'DISABLED' });
  expect((await sandbox.api('GET', `/users/${id}`)).body.userView.user.status).toBe('DISABLED');
  expect(names(await users({ email: 'ana.ruiz@acme.example', userStatuses: ['ENABLED'] }))).toEqual([]);
});

test('roles and directories come in pages too, the same ones after every start', async () => {
  const first = await sandbox.api('GET', '/iam/roles?page_size=10');
  expect(first.body.list).toHaveLength(10);
  const second = await sandbox.api('GET', `/iam/roles?page_token=${first.body.nextPageToken}`);
  expect([second.body.list.length, second.body.nextPageToken]).toEqual([3, '']);
  expect((await sandbox.api('GET', '/iam/roles?page_token=x')).status).toBe(400);
  expect((await sandbox.api('GET', '/iam/roles?page_size=x')).status).toBe(400);
  const directories = await sandbox.api('GET', '/local-directory-configs');
  const ttls = directories.body.list.map((item: { displayName: string; invitationTtl: string }) => [
    item.displayName,
    item.invitationTtl,
  ]);
  expect(ttls).toEqual([
    ['Acme Partners', '604800s'],
    ['Contractors', '259200s'],
    ['Event guests', '86400s'],
  ]);
  const other = await startClient({ people: 10, invitations: 0 });
  expect((await other.api('GET', '/iam/roles?page_size=10')).body.list).toEqual(first.body.list);
  await other.close();
});
