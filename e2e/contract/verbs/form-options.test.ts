import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getInvitation } from '@/lib/invitations/get-invitation';
import { invite } from '@/lib/invitations/invite';
import { inviteFormOptions } from '@/lib/invitations/invite-form';
import { searchPeople } from '@/lib/invitations/search-people';
import { type Desk, maya, openDesk } from './desk';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const options = async (change: Parameters<Desk['context']>[0] = {}, sponsor?: string) => {
  const result = await inviteFormOptions({
    ctx: desk.context(change),
    input: sponsor === undefined ? {} : { sponsor },
  });
  if (!result.ok) throw new Error(result.failure.code);
  return result.value;
};

describe('inviteFormOptions', () => {
  it('offers the directories, the default one first, with the life of their links', async () => {
    const { directories } = await options();
    expect(
      directories.map(({ name, isDefault, linkLifetimeSeconds }) => ({ name, isDefault, linkLifetimeSeconds })),
    ).toEqual([
      { name: 'Acme Partners', isDefault: true, linkLifetimeSeconds: 604_800 },
      { name: 'Contractors', isDefault: false, linkLifetimeSeconds: 259_200 },
      { name: 'Event guests', isDefault: false, linkLifetimeSeconds: 86_400 },
    ]);
  });

  it('offers only the roles that the actor may hand out, and none for API keys', async () => {
    expect((await options()).roles.map((role) => role.name)).toEqual(['Basic User']);
    const all = await options({ actor: { ...maya, roles: ['admin'] } });
    expect(all.roles.length).toBeGreaterThan(5);
    expect(all.roles.every((role) => role.grants !== '')).toBe(true);
    expect((await options({ grants: {} })).roles).toEqual([]);
  });

  it('finds oneself by verified email only', async () => {
    expect((await options()).self).toMatchObject({ name: 'Maya Chen' });
    expect((await options({ actor: { ...maya, emailVerified: false } })).self).toBeNull();
    expect((await options({ actor: { ...maya, email: 'nobody@acme.example' } })).self).toBeNull();
  });

  it('finds the sponsor that a link names by email or id, and nobody for anything else', async () => {
    const byEmail = (await options({}, 'ana.ruiz@acme.example')).prefilledSponsor;
    expect(byEmail?.name).toBe('Ana Ruiz');
    expect((await options({}, byEmail?.id)).prefilledSponsor).toEqual(byEmail);
    expect((await options({}, 'no-such-id')).prefilledSponsor).toBeNull();
  });
});

describe('searchPeople', () => {
  it('finds people by a part of their name or email, with their title', async () => {
    const result = await searchPeople({ ctx: desk.context(), input: { query: 'ana ru' } });
    expect(result).toMatchObject({
      ok: true,
      value: expect.arrayContaining([
        expect.objectContaining({ name: 'Ana Ruiz', title: expect.stringContaining('Logistics') }),
      ]),
    });
  });

  it('never offers a disabled or service account', async () => {
    const victor = await desk.userId('victor.lindqvist@acme.example');
    await desk.control('POST', `/users/${victor}`, { status: 'DISABLED' });
    const result = await searchPeople({ ctx: desk.context(), input: { query: 'victor lind' } });
    expect(result.ok && result.value.map((person) => person.id)).not.toContain(victor);
  });

  it('is not for sponsors and auditors', async () => {
    for (const role of ['sponsor', 'auditor'] as const) {
      const result = await searchPeople({
        ctx: desk.context({ actor: { ...maya, roles: [role] } }),
        input: { query: 'a' },
      });
      expect(result.ok ? null : result.failure.code).toBe('forbidden');
    }
  });
});

describe('getInvitation', () => {
  it('tells how it stands upstream now, to whoever may read', async () => {
    const sent = await invite({ ctx: desk.context(), input: await desk.filled() });
    if (!sent.ok) throw new Error(sent.failure.code);
    const { id, directory } = sent.value.invitation;
    const input = { directoryId: directory.id, id };
    await desk.control('POST', `/invitations/${id}/accept`, {});
    const auditor = desk.context({ actor: { ...maya, roles: ['auditor'] } });
    expect(await getInvitation({ ctx: auditor, input })).toMatchObject({ ok: true, value: { status: 'accepted' } });
    const nobody = await getInvitation({ ctx: desk.context({ actor: { ...maya, roles: [] } }), input });
    expect(nobody.ok ? null : nobody.failure.code).toBe('forbidden');
    const missing = await getInvitation({ ctx: desk.context(), input: { ...input, id: 'x'.repeat(27) } });
    expect(missing.ok ? null : missing.failure.code).toBe('upstream-not-found');
  });

  it('keeps a status it does not know, with the upstream’s word for it', async () => {
    const sent = await invite({ ctx: desk.context(), input: await desk.filled() });
    if (!sent.ok) throw new Error(sent.failure.code);
    const { id, directory } = sent.value.invitation;
    await desk.control('PATCH', '/settings', { unknownStatus: 'LOCAL_INVITATION_STATUS_PAUSED' });
    const result = await getInvitation({ ctx: desk.context(), input: { directoryId: directory.id, id } });
    await desk.control('PATCH', '/settings', { unknownStatus: null });
    expect(result).toMatchObject({
      ok: true,
      value: { status: 'unrecognised', statusRaw: 'LOCAL_INVITATION_STATUS_PAUSED' },
    });
  });
});
