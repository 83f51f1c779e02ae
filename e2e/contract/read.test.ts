import { expect, test } from 'vitest';
import type { Page, UpstreamInvitation } from '@/lib/invitations/ports';
import { CALL, codeOf, directoryFor, inviteTo, partners, sandboxControl, valueIn } from './setup';

const control = sandboxControl();

/** Every page of a search. */
async function searchAll(directoryId: string): Promise<UpstreamInvitation[]> {
  const directory = directoryFor(control);
  const all: UpstreamInvitation[] = [];
  for (let pageToken = ''; ; ) {
    const page: Page<UpstreamInvitation> = valueIn(
      await directory.searchInvitations({ directoryId, pageSize: 10, pageToken }, CALL),
    );
    all.push(...page.items);
    pageToken = page.nextPageToken;
    if (pageToken === '') return all;
  }
}

test('directories, roles, people and the credential itself are read whole', async () => {
  const directory = directoryFor(control);
  const directories = valueIn(await directory.listDirectories(CALL));
  expect(directories.map(({ name, linkLifetimeSeconds }) => [name, linkLifetimeSeconds])).toEqual([
    ['Acme Partners', 604_800],
    ['Contractors', 259_200],
    ['Event guests', 86_400],
  ]);
  expect(directories[0]).toMatchObject({
    isDefault: true,
    selfRegistrationDomains: expect.arrayContaining(['globex.example']),
  });
  const roles = valueIn(await directory.listRoles(CALL));
  expect(roles.find(({ name }) => name === 'contractor')).toMatchObject({ displayName: 'Contractor', deleted: false });
  expect(roles.find(({ name }) => name === 'local_directory_api')?.systemApiOnly).toBe(true);
  expect(valueIn(await directory.introspect(CALL))).toMatchObject({ userId: expect.stringMatching(/./) });
});

test('people are found by text, by address and by id', async () => {
  const directory = directoryFor(control);
  const [omar] = valueIn(await directory.searchUsers({ email: 'omar.haddad@acme.example' }, CALL)).items;
  expect(omar).toMatchObject({ displayName: 'Omar Haddad', jobTitle: 'IT Manager', status: 'enabled', type: 'human' });
  const byId = valueIn(await directory.searchUsers({ ids: [omar?.id ?? ''] }, CALL)).items;
  expect(byId.map(({ id }) => id)).toEqual([omar?.id]);
  const byText = valueIn(await directory.searchUsers({ query: 'haddad', onlyEnabledHumans: true }, CALL)).items;
  expect(byText.map(({ id }) => id)).toContain(omar?.id);

  await control.post(`/users/${omar?.id}`, { status: 'DISABLED' });
  const sponsors = valueIn(await directory.searchUsers({ query: 'haddad', onlyEnabledHumans: true }, CALL)).items;
  expect(sponsors.map(({ id }) => id)).not.toContain(omar?.id);
});

test('invitations are searched by status, page by page, and read one by one', async () => {
  const directory = directoryFor(control);
  const { id: directoryId } = await partners(directory);
  const all = await searchAll(directoryId);
  expect(all.length).toBeGreaterThan(20);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  const pending = valueIn(await directory.searchInvitations({ directoryId, status: 'pending', pageSize: 100 }, CALL));
  expect(new Set(pending.items.map(({ status }) => status))).toEqual(new Set(['pending']));
  const [one] = pending.items;
  expect(valueIn(await directory.getInvitation(directoryId, one?.id ?? '', CALL))).toEqual(one);
  expect(codeOf(await directory.getInvitation(directoryId, 'nobody/../x', CALL))).toBe('not-found');
});

test.each([{ sparse: true }, { extraFields: true }, { sparse: true, extraFields: true }])(
  'the shape %j changes nothing for us',
  async (settings) => {
    const directory = directoryFor(control);
    const { id } = await partners(directory);
    const whole = {
      invitations: await searchAll(id),
      roles: await directory.listRoles(CALL),
      directories: valueIn(await directory.listDirectories(CALL)),
      users: valueIn(await directory.searchUsers({ query: 'a' }, CALL)),
    };
    await control.settings(settings);
    // `sparse` takes away one field that has content.
    const without = (list: UpstreamInvitation[]) => list.map((item) => ({ ...item, updatedAt: '' }));
    expect(without(await searchAll(id))).toEqual(without(whole.invitations));
    expect(valueIn(await directory.listRoles(CALL))).toEqual(valueIn(whole.roles));
    expect(valueIn(await directory.listDirectories(CALL))).toEqual(whole.directories);
    expect(valueIn(await directory.searchUsers({ query: 'a' }, CALL))).toEqual(whole.users);
  },
);

test('a status of tomorrow is kept under its own word', async () => {
  await control.settings({ unknownStatus: 'LOCAL_INVITATION_STATUS_ON_HOLD' });
  const directory = directoryFor(control);
  const { id } = await partners(directory);
  const [first] = await searchAll(id);
  expect(first).toMatchObject({ status: 'unrecognised', statusRaw: 'LOCAL_INVITATION_STATUS_ON_HOLD' });
});

test('pages in no stable order lose nobody while nothing is added', async () => {
  const directory = directoryFor(control);
  const { id } = await partners(directory);
  const ids = (await searchAll(id)).map((item) => item.id).sort();
  await control.settings({ unstableOrder: true });
  expect((await searchAll(id)).map((item) => item.id).sort()).toEqual(ids);
});

test('a search may lag behind, a read by id does not', async () => {
  const directory = directoryFor(control);
  const { id: directoryId } = await partners(directory);
  await control.settings({ stalePages: true });
  const created = valueIn(await directory.createInvitation(inviteTo(directoryId, 'stale@example.org'), CALL));
  expect((await searchAll(directoryId)).map(({ id }) => id)).not.toContain(created.id);
  expect(valueIn(await directory.getInvitation(directoryId, created.id, CALL)).id).toBe(created.id);
  await control.settings({ stalePages: false });
  expect((await searchAll(directoryId)).map(({ id }) => id)).toContain(created.id);
});

test('the upstream’s clock comes with every answer, and an expiry that it has not noticed yet is passed on', async () => {
  await control.settings({ expiryLagSeconds: 86_400 });
  const directory = directoryFor(control);
  const { id: directoryId } = await partners(directory);
  const { id } = valueIn(await directory.createInvitation(inviteTo(directoryId, 'late@example.org'), CALL));
  await control.post('/clock', { advanceSeconds: 604_800 + 60 });
  const answer = await directory.getInvitation(directoryId, id, CALL);
  expect(valueIn(answer).status).toBe('pending');
  expect(Date.parse(valueIn(answer).expiresAt)).toBeLessThan(answer.upstreamDate?.getTime() ?? 0);
  await control.post('/clock', { advanceSeconds: 86_400 });
  expect(valueIn(await directory.getInvitation(directoryId, id, CALL)).status).toBe('expired');
});
