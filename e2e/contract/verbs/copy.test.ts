import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { UpstreamInvitation } from '@/lib/invitations/ports';
import { type Desk, openDesk } from './desk';

const HOUR_MS = 3_600_000;
let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
beforeEach(() => desk.reset());

/** One that was made outside Usher, as the upstream shows it. */
async function seenUpstream(): Promise<UpstreamInvitation> {
  const { directory, catalog } = desk.system();
  const directories = await catalog.directories({ requestId: 'test' });
  const directoryId = directories.ok ? (directories.value[0]?.id ?? '') : '';
  const page = await directory.searchInvitations(
    { directoryId, status: 'pending', pageSize: 1, pageToken: '' },
    { requestId: 'test' },
  );
  const [only] = page.ok ? page.value.items : [];
  if (only === undefined) throw new Error('The sandbox has no pending invitation.');
  return { ...only, id: crypto.randomUUID() };
}

it('keeps what was learned of an invitation since its page was asked for', async () => {
  const { ledger, reading } = desk.system();
  const seen = await seenUpstream();
  await ledger.copy([seen], await ledger.now());
  const askedAt = await ledger.now();
  await desk.advance(10);
  const revoked: UpstreamInvitation = { ...seen, status: 'revoked', statusRaw: 'LOCAL_INVITATION_STATUS_REVOKED' };
  expect(await ledger.copy([revoked], await ledger.now())).toEqual({ added: 0, changed: 1 });

  expect(await ledger.copy([seen], askedAt)).toEqual({ added: 0, changed: 0 });
  const kept = (await reading.byEmail(seen.email.toLowerCase())).find(({ upstream }) => upstream?.id === seen.id);
  expect(kept?.state).toBe('revoked');
});

it('copies texts that no database can hold as they are, and the rest of the batch with them', async () => {
  const { ledger, reading } = desk.system();
  const seen = await seenUpstream();
  const odd = {
    ...seen,
    id: crypto.randomUUID(),
    purpose: 'NUL\0 and half \ud83d of "one" \\',
    roleIds: ['a,b', '{"c"}', ''],
  };
  expect(await ledger.copy([seen, odd], await ledger.now())).toEqual({ added: 2, changed: 0 });
  const rows = await reading.byEmail(seen.email.toLowerCase());
  expect(rows.find(({ upstream }) => upstream?.id === odd.id)?.content).toMatchObject({
    purpose: 'NUL and half \ufffd of "one" \\',
    roleIds: odd.roleIds,
    displayName: seen.displayName,
  });
});

it('does not write each time what is as it was where all is read again; a change, it does', async () => {
  const { ledger, reading } = desk.system();
  const seen = await seenUpstream();
  const seenAt = async () =>
    (await reading.byEmail(seen.email.toLowerCase())).find(({ upstream }) => upstream?.id === seen.id)?.seenAt;
  const first = await ledger.now();
  const after = (ms: number) => new Date(first.getTime() + ms);
  const [soon, later, end] = [after(60_000), after(60_000 + HOUR_MS), after(60_001 + HOUR_MS)];
  await ledger.copy([seen], first, { all: true });
  await ledger.copy([seen], soon, { all: true });
  expect(await seenAt()).toEqual(first);
  // Read by itself, because somebody looks at it.
  await ledger.copy([seen], soon);
  expect(await seenAt()).toEqual(soon);
  await ledger.copy([seen], later, { all: true });
  expect(await seenAt()).toEqual(later);

  const over: UpstreamInvitation = { ...seen, status: 'expired', statusRaw: 'LOCAL_INVITATION_STATUS_EXPIRED' };
  expect(await ledger.copy([over], end, { all: true })).toEqual({ added: 0, changed: 1 });
  expect(await seenAt()).toEqual(end);
});
