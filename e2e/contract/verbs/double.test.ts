import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WHOLE_LIST } from '@/components/desk/list-address';
import { invite } from '@/lib/invitations/invite';
import { keepBoth } from '@/lib/invitations/keep-both';
import { listInvitations } from '@/lib/invitations/list-invitations';
import { revoke } from '@/lib/invitations/revoke';
import { showInvitation } from '@/lib/invitations/show-invitation';
import { sync } from '@/lib/invitations/sync';
import { type Desk, maya, openDesk } from './desk';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

type Truth = { id: string; email: string; status: string };
const DAY = 86_400_000;

/** One that Usher sent: its id here, and what was sent. */
async function sent() {
  const input = await desk.filled();
  const result = await invite({ ctx: desk.context(), input });
  if (!result.ok || result.value.invitation.ledger === null) throw new Error('it was not sent');
  const { displayName, roleIds, sponsorUserId, purpose, email, directoryId } = input;
  const same = { email, directoryAppId: directoryId, displayName, initialRoleIds: roleIds, sponsorUserId, purpose };
  return { id: result.value.invitation.ledger.id, email, same };
}

/** Made upstream, behind Usher's back. */
const behind = async (fields: Record<string, unknown>): Promise<Truth> =>
  (await desk.control<{ invitation: Truth }>('POST', '/invitations', fields)).invitation;
const ourselves = async (): Promise<string> => {
  const self = await desk.system().directory.introspect({ requestId: 'test' });
  return self.ok ? self.value.userId : '';
};

async function shown(id: string) {
  const found = await showInvitation({ ctx: desk.context(), input: { id } });
  if (!found.ok) throw new Error(found.failure.code);
  return found.value;
}

/** Whom the desk asks somebody to look at, as listed; the tab's number must be the same. */
async function attention(): Promise<string[]> {
  const page = await listInvitations({ ctx: desk.context(), input: { ...WHOLE_LIST, tab: 'attention' } });
  if (!page.ok) throw new Error(page.failure.code);
  expect(page.value.counts.attention?.value).toBe(page.value.rows.length);
  expect(page.value.rows.every((row) => row.double && row.inviter === null)).toBe(true);
  return page.value.rows.map((row) => row.email);
}

const outsideOf = async (id: string): Promise<string> => (await shown(id)).doubles[0]?.outsideId ?? '';
const actionsOf = async (id: string) => (await shown(id)).events.map(({ action }) => action);

describe('a second open invitation of one person, made outside Usher', () => {
  it('is found by the next sync, put before a person from both sides, and told in both histories once', async () => {
    const { id, email } = await sent();
    await behind({ email, displayName: 'Somebody else' });
    expect(await attention()).toEqual([]);

    expect((await sync(desk.system()))?.doubles).toBe(1);
    expect((await sync(desk.system()))?.doubles).toBe(0);

    expect(await attention()).toEqual([email]);
    const ours = await shown(id);
    const outsideId = ours.doubles[0]?.outsideId ?? '';
    expect(ours.doubles).toMatchObject([{ kind: 'second', other: { id: outsideId, inviter: null } }]);
    expect((await shown(outsideId)).doubles).toMatchObject([{ kind: 'second', other: { id, inviter: 'Maya Chen' } }]);
    expect(await actionsOf(id)).toEqual(['invitation.requested', 'invitation.sent', 'double.found']);
    expect(await actionsOf(outsideId)).toEqual(['double.found']);
  });

  it('is over when the one made outside is revoked here', async () => {
    const { id, email } = await sent();
    const { id: upstreamId } = await behind({ email });
    await sync(desk.system());
    const revoked = await revoke({ ctx: desk.context(), input: { id: await outsideOf(id), reason: 'One is enough' } });
    expect(revoked).toMatchObject({ ok: true, value: { id: upstreamId, status: 'revoked' } });
    expect(await attention()).toEqual([]);
    expect((await shown(id)).doubles).toEqual([]);
    expect((await shown(id)).state).toBe('pending');
  });

  it('is over when ours is revoked, and when either has expired or was accepted', async () => {
    const [first, second, third] = [await sent(), await sent(), await sent()];
    for (const { email } of [first, second, third]) await behind({ email });
    await sync(desk.system());
    expect((await attention()).sort()).toEqual([first.email, second.email, third.email].sort());

    await revoke({ ctx: desk.context(), input: { id: first.id, reason: 'The other one is meant' } });
    expect((await attention()).sort()).toEqual([second.email, third.email].sort());
    const [truth] = (await desk.control<{ invitations: Truth[] }>('GET', `/invitations?email=${second.email}`))
      .invitations;
    await desk.control('POST', `/invitations/${truth?.id}/accept`, {});
    await sync(desk.system());
    expect(await attention()).toEqual([third.email]);
    await desk.advance(8 * DAY);
    expect(await attention()).toEqual([]);
    expect((await sync(desk.system()))?.doubles).toBe(0);
  });

  it('stays when somebody says that both are meant; who, and why, is kept in both histories', async () => {
    const { id, email } = await sent();
    await behind({ email });
    await sync(desk.system());
    const outsideId = await outsideOf(id);
    const keep = (roles: typeof maya.roles) =>
      keepBoth({ ctx: desk.context({ actor: { ...maya, roles } }), input: { id: outsideId, reason: 'Two projects' } });

    expect(await keep(['auditor'])).toMatchObject({ failure: { code: 'forbidden' } });
    expect(await keep(['helpdesk'])).toMatchObject({
      ok: true,
      value: { ledger: { id: outsideId, state: 'pending' } },
    });
    expect(await keep(['helpdesk'])).toMatchObject({ failure: { code: 'invitation-not-found' } });

    await sync(desk.system());
    expect(await attention()).toEqual([]);
    for (const each of [id, outsideId]) {
      expect((await shown(each)).doubles).toEqual([]);
      expect((await shown(each)).events.at(-1)).toMatchObject({
        action: 'double.kept',
        actor: { name: 'Maya Chen' },
        text: { reason: 'Two projects' },
      });
    }
  });

  it('is none for another person, another directory, or while only one is open', async () => {
    const { email } = await sent();
    const directories = await desk.context().catalog.directories({ requestId: 'test' });
    const other = directories.ok ? directories.value.find((each) => !each.isDefault) : undefined;
    await behind({ email: `other.${email}` });
    await behind({ email, directoryAppId: other?.id });
    await behind({ email, status: 'LOCAL_INVITATION_STATUS_REVOKED' });
    expect((await sync(desk.system()))?.doubles).toBe(0);
    expect(await attention()).toEqual([]);
  });
});

describe('one in our own name, of an invitation that is over', () => {
  const over = async () => {
    const made = await sent();
    await revoke({ ctx: desk.context(), input: { id: made.id, reason: 'Wrong person' } });
    return made;
  };

  it('is put before a person: they could still come in', async () => {
    const { id, same, email } = await over();
    await behind({ ...same, invitedByUserId: await ourselves() });
    expect((await sync(desk.system()))?.doubles).toBe(1);
    expect(await attention()).toEqual([email]);
    expect((await shown(id)).doubles).toMatchObject([{ kind: 'stray' }]);
    await revoke({ ctx: desk.context(), input: { id: await outsideOf(id), reason: 'Wrong person' } });
    expect(await attention()).toEqual([]);
  });

  it('is none when a human made it, when it says something else, or when it is older than what we sent', async () => {
    const self = await ourselves();
    const [first, second, third] = [await over(), await over(), await over()];
    await behind({ ...first.same });
    await behind({ ...second.same, displayName: 'Somebody else', invitedByUserId: self });
    await behind({ ...third.same, invitedByUserId: self, createdAt: new Date(Date.now() - DAY).toISOString() });
    expect((await sync(desk.system()))?.doubles).toBe(0);
    expect(await attention()).toEqual([]);
  });
});
