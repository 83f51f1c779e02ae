import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attempts, invitations } from '@/lib/db/schema';
import { decide } from '@/lib/invitations/decide';
import { invite } from '@/lib/invitations/invite';
import { reconcile } from '@/lib/invitations/reconcile';
import { reissue } from '@/lib/invitations/reissue';
import { revoke } from '@/lib/invitations/revoke';
import { FIRST_POLICY } from '@/lib/invitations/rules/document';
import { standingOf } from '@/lib/invitations/standing';
import { sync } from '@/lib/invitations/sync';
import { type Desk, maya, openDesk } from './desk';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

type Truth = { id: string; email: string; status: string; displayName: string };
const truths = async (email: string): Promise<Truth[]> =>
  (await desk.control<{ invitations: Truth[] }>('GET', `/invitations?email=${encodeURIComponent(email)}`)).invitations;
const stateOf = async (id: string) => (await desk.ledger.byId(id))?.state;
const lose = (operation: string, kind: string, more: Record<string, unknown> = {}) =>
  desk.control('POST', '/faults', { operations: [operation], kind, times: 1, ...more });

/** One sent invitation: its ledger id and what was sent. */
async function sent() {
  const input = await desk.filled();
  const result = await invite({ ctx: desk.context(), input });
  if (!result.ok || result.value.invitation.ledger === null) throw new Error('it was not sent');
  const { displayName, roleIds, sponsorUserId, purpose, email } = input;
  return { id: result.value.invitation.ledger.id, email, same: { displayName, roleIds, sponsorUserId, purpose } };
}

describe('revoke', () => {
  it('ends the invitation here and upstream, and the reason stays', async () => {
    const { id, email } = await sent();
    const result = await revoke({ ctx: desk.context(), input: { id, reason: 'Wrong person' } });
    expect(result).toMatchObject({ ok: true, value: { status: 'revoked' } });
    expect((await truths(email)).map((each) => each.status)).toEqual(['LOCAL_INVITATION_STATUS_REVOKED']);
    // And a new one may follow.
    const again = await desk.filled({ email });
    expect((await invite({ ctx: desk.context(), input: again })).ok).toBe(true);
  });

  it.each([
    ['commit-then-drop', {}],
    ['drop', {}],
    ['commit-then-status', { status: 500 }],
  ])('whose answer is lost (%s) ends by itself', async (kind, more) => {
    const { id, email } = await sent();
    await lose('revoke', kind, more);
    await revoke({ ctx: desk.context(), input: { id, reason: 'Wrong person' } });
    await desk.leaseEnds();
    await reconcile(desk.system());
    expect(await stateOf(id)).toBe('revoked');
    expect((await truths(email)).map((each) => each.status)).toEqual(['LOCAL_INVITATION_STATUS_REVOKED']);
  });

  it('names who was faster', async () => {
    const { id } = await sent();
    await revoke({ ctx: desk.context({ actor: { ...maya, name: 'Lee Wu' } }), input: { id, reason: 'Mine' } });
    const second = await revoke({ ctx: desk.context(), input: { id, reason: 'Mine too' } });
    expect(second).toMatchObject({
      ok: false,
      failure: { code: 'not-open', detail: expect.stringContaining('Lee Wu') },
    });
  });

  it('says that somebody has accepted in the meantime, and changes nothing', async () => {
    const { id, email } = await sent();
    const [truth] = await truths(email);
    await desk.control('POST', `/invitations/${truth?.id}/accept`, {});
    const result = await revoke({ ctx: desk.context(), input: { id, reason: 'Too late' } });
    expect(result).toMatchObject({
      ok: false,
      failure: { code: 'not-open', detail: expect.stringContaining('accepted') },
    });
    expect(await stateOf(id)).toBe('accepted');
  });

  it('is not for sponsors and auditors', async () => {
    const { id } = await sent();
    for (const role of ['sponsor', 'auditor'] as const) {
      const ctx = desk.context({ actor: { ...maya, roles: [role] } });
      expect(await revoke({ ctx, input: { id, reason: 'x' } })).toMatchObject({ failure: { code: 'forbidden' } });
    }
    expect(await stateOf(id)).toBe('pending');
  });
});

describe('reissue', () => {
  it('revokes and creates, corrected, as one invitation with its attempts inside', async () => {
    const { id, email, same } = await sent();
    const result = await reissue({ ctx: desk.context(), input: { id, ...same, displayName: 'Ada King' } });
    expect(result).toMatchObject({ ok: true, value: { status: 'pending', displayName: 'Ada King', ledger: { id } } });
    const found = await truths(email);
    expect(found.filter((each) => each.status.endsWith('PENDING')).map((each) => each.displayName)).toEqual([
      'Ada King',
    ]);
    expect(found.filter((each) => each.status.endsWith('REVOKED'))).toHaveLength(1);
    await sync(desk.system());
    expect(await desk.db.select().from(invitations).where(eq(invitations.email, email))).toHaveLength(1);
    const kinds = await desk.db
      .select({ kind: attempts.kind })
      .from(attempts)
      .where(eq(attempts.invitationId, id))
      .orderBy(attempts.number);
    expect(kinds.map((each) => each.kind)).toEqual(['create', 'revoke', 'create']);
  });

  it.each([
    ['revoke', 'commit-then-drop'],
    ['revoke', 'drop'],
    ['create', 'commit-then-drop'],
    ['create', 'drop'],
  ])('cut off at its %s (%s) finishes by itself, once', async (operation, kind) => {
    const { id, email, same } = await sent();
    await lose(operation, kind);
    await reissue({ ctx: desk.context(), input: { id, ...same, displayName: 'Ada King' } });
    await desk.leaseEnds();
    await reconcile(desk.system());
    await desk.settleTimePasses();
    await reconcile(desk.system());
    expect(await stateOf(id)).toBe('pending');
    const open = (await truths(email)).filter((each) => each.status.endsWith('PENDING'));
    expect(open.map((each) => each.displayName)).toEqual(['Ada King']);
  });

  it('of an expired or revoked one needs no revoke', async () => {
    const { id, email, same } = await sent();
    await revoke({ ctx: desk.context(), input: { id, reason: 'Wrong name' } });
    expect(await reissue({ ctx: desk.context(), input: { id, ...same } })).toMatchObject({ ok: true });
    expect((await truths(email)).map((each) => each.status).sort()).toEqual([
      'LOCAL_INVITATION_STATUS_PENDING',
      'LOCAL_INVITATION_STATUS_REVOKED',
    ]);
  });

  it('may not hand out what an invitation may not', async () => {
    const { id, same } = await sent();
    const input = { id, ...same, roleIds: [await desk.roleId('Super Administrator')] };
    expect(await reissue({ ctx: desk.context(), input })).toMatchObject({ failure: { code: 'role-not-grantable' } });
    expect(await stateOf(id)).toBe('pending');
  });
});

describe('reconcile', () => {
  it('sends what was recorded by a process that died before it sent, in its human’s name', async () => {
    const input = await desk.filled();
    const { submissionKey, ticket, override: overridden, acknowledged: _none, ...content } = input;
    const actor = { subject: 'maya', name: 'Maya Chen', email: maya.email, role: 'helpdesk' };
    const intent = {
      content,
      ticket,
      submissionKey,
      overridden,
      contentHash: 'h',
      sponsorName: '',
      warned: null,
      judged: { policy: 0, ceilings: FIRST_POLICY.ceilings },
      actor,
      requestId: 'r',
    };
    const recorded = await desk.ledger.record(
      { ...intent, intentAtUpstream: new Date() },
      { owner: crypto.randomUUID(), ms: 3_000 },
    );
    if (recorded.kind !== 'recorded') throw new Error(recorded.kind);
    // While the lease runs it is left alone; after it, two reads prove that nothing was sent.
    expect(await reconcile(desk.system())).toMatchObject({ swept: 0, sent: 0 });
    await desk.leaseEnds();
    expect(await reconcile(desk.system())).toMatchObject({ swept: 1, sent: 0 });
    await desk.settleTimePasses();
    expect(await reconcile(desk.system())).toMatchObject({ sent: 1 });
    expect(await desk.ledger.byId(recorded.record.id)).toMatchObject({
      state: 'pending',
      sender: { name: 'Maya Chen' },
    });
    expect(await truths(input.email)).toHaveLength(1);
  });

  it('is done by one at a time', async () => {
    const meanwhile = await desk.ledger.exclusively('reconcile', () => reconcile(desk.system()));
    expect(meanwhile).toBeNull();
    expect(await reconcile(desk.system())).not.toBeNull();
  });

  it('puts before a person what it cannot tell apart, and takes that person’s word', async () => {
    await desk.control('PATCH', '/settings', { duplicatePending: 'allow' });
    const input = await desk.filled();
    await lose('create', 'commit-then-drop');
    await invite({ ctx: desk.context(), input });
    const {
      submissionKey: _key,
      ticket: _ticket,
      override: _override,
      acknowledged: _acknowledged,
      directoryId,
      roleIds,
      ...rest
    } = input;
    await desk.control('POST', '/invitations', { ...rest, directoryAppId: directoryId, initialRoleIds: roleIds });
    await reconcile(desk.system());
    const record = (await desk.ledger.bySubmission(input.submissionKey))?.record;
    expect(record?.state).toBe('needs-person');
    const [one] = await truths(input.email);
    const chosen = { id: record?.id ?? '', upstreamId: one?.id ?? '' };
    expect(await decide({ ctx: desk.context(), input: { ...chosen, upstreamId: 'another' } })).toMatchObject({
      failure: { code: 'invalid-input' },
    });
    expect(await decide({ ctx: desk.context(), input: chosen })).toMatchObject({ ok: true, value: { id: one?.id } });
    expect((await desk.creates()).requests).toBe(1);
  });
});

describe('sync', () => {
  it('copies what was made outside Usher, once, and follows what becomes of ours', async () => {
    const { id, email } = await sent();
    const first = await sync(desk.system());
    expect(first).toMatchObject({ directories: 3, failed: [] });
    expect(first?.added).toBeGreaterThan(10);
    const [truth] = await truths(email);
    await desk.control('POST', `/invitations/${truth?.id}/accept`, {});
    expect(await sync(desk.system())).toMatchObject({ added: 0, changed: 1 });
    expect(await stateOf(id)).toBe('accepted');
    expect((await desk.ledger.freshness()).size).toBe(3);
  });

  it('survives an order that changes between pages', async () => {
    await desk.control('POST', '/seed', { invitations: 400 });
    await desk.control('PATCH', '/settings', { unstableOrder: true });
    await sync(desk.system());
    await sync(desk.system());
    const { invitations: all } = await desk.control<{ invitations: Truth[] }>('GET', '/invitations?limit=100000');
    const copied = await desk.db.select({ id: invitations.upstreamId }).from(invitations);
    expect(new Set(copied.map((row) => row.id)).size).toBe(copied.length);
    expect(copied.length).toBeLessThanOrEqual(all.length);
  });

  it('copies people, who then have names where an invitation knew only an id, and are known when nobody can be asked', async () => {
    const ana = await desk.userId('ana.ruiz@acme.example');
    const outside = await desk.filled();
    await desk.control('POST', '/invitations', { email: outside.email, sponsorUserId: ana });
    expect((await sync(desk.system()))?.people).toBeGreaterThan(400);
    const [row] = await desk.db.select().from(invitations).where(eq(invitations.email, outside.email));
    expect(row?.sponsorName).toBe('Ana Ruiz');
    await desk.control('POST', '/faults', { operations: ['search-users'], kind: 'status', status: 503 });
    expect(
      await standingOf(desk.context(), { email: 'Ana.Ruiz@acme.example', directoryId: outside.directoryId }),
    ).toMatchObject({
      kind: 'user',
      person: { name: 'Ana Ruiz' },
    });
  });

  it('says that a copy is not whole when a directory cannot be read', async () => {
    await desk.control('POST', '/faults', { operations: ['search-invitations'], kind: 'html' });
    expect((await sync(desk.system()))?.failed).toHaveLength(3);
    expect((await desk.ledger.freshness()).size).toBe(0);
  });

  it('never takes an invitation that is on its way for one made outside', async () => {
    const input = await desk.filled();
    await lose('create', 'commit-then-drop');
    await invite({ ctx: desk.context(), input });
    await sync(desk.system());
    await reconcile(desk.system());
    const rows = await desk.db.select().from(invitations).where(eq(invitations.email, input.email));
    expect(rows.map((row) => [row.origin, row.state])).toEqual([['usher', 'pending']]);
  });
});

describe('what waits to be sent', () => {
  it('does not wait for the answer to another: an upstream that hangs holds up nobody else', async () => {
    await lose('create', 'status', { status: 429, body: 'grpc', retryAfter: 1, times: 3 });
    const waiting = await Promise.all([desk.filled(), desk.filled(), desk.filled()]);
    for (const input of waiting) await invite({ ctx: desk.context(), input });
    await desk.advance(1_500);
    await desk.control('POST', '/faults', { operations: ['create'], kind: 'hang' });
    const reconciling = reconcile(desk.system());
    // All three have left although none was answered.
    const underWay = async () => {
      const { requests } = await desk.control<{ requests: { status: number | null; fault: string | null }[] }>(
        'GET',
        '/journal?operation=create',
      );
      return requests.filter(({ fault }) => fault === 'hang').length;
    };
    await expect.poll(underWay, { timeout: 1_200, interval: 20 }).toBe(3);
    await reconciling;
  });
});
