import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { audit } from '@/lib/db/schema';
import { invite } from '@/lib/invitations/invite';
import { reconcile } from '@/lib/invitations/reconcile';
import { sync } from '@/lib/invitations/sync';
import { type Desk, maya, openDesk } from './desk';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
beforeEach(() => desk.reset());

const failureOf = (result: Awaited<ReturnType<typeof invite>>) => (result.ok ? null : result.failure);

describe('invite', () => {
  it('sends one invitation and answers it with names beside ids, and with the human who sent it', async () => {
    const basic = await desk.roleId('Basic User');
    const ana = await desk.userId('ana.ruiz@acme.example');
    const input = await desk.filled({ roleIds: [basic], sponsorUserId: ana, ticket: 'INC-7' });

    const result = await invite({ ctx: desk.context(), input });

    expect(result).toMatchObject({
      ok: true,
      value: {
        replayed: false,
        invitedBy: { name: 'Maya Chen' },
        invitation: {
          email: input.email,
          displayName: 'Ada Lovelace',
          directory: { name: 'Acme Partners' },
          roles: [{ id: basic, name: 'Basic User' }],
          sponsor: { name: 'Ana Ruiz' },
          purpose: 'Audit of the engine [INC-7]',
          status: 'pending',
        },
      },
    });
    expect(await desk.creates()).toEqual({ requests: 1, committed: 1 });
  });

  it('answers the same key with the same invitation, a hundred times at once', async () => {
    const input = await desk.filled();
    const ctx = desk.context();
    const results = await Promise.all(Array.from({ length: 100 }, () => invite({ ctx, input })));
    const ids = new Set(results.map((result) => (result.ok ? result.value.invitation.id : 'failed')));
    expect([...ids]).toEqual([expect.stringMatching(/^\w{27}$/)]);
    expect(results.filter((result) => result.ok && !result.value.replayed)).toHaveLength(1);
    expect(await desk.creates()).toEqual({ requests: 1, committed: 1 });
  });

  it('does not take the invitation of another post of the same form for one that is in the way', async () => {
    const input = await desk.filled();
    const ctx = desk.context();
    // The first post comes through while the second one is still being checked.
    const directories: typeof ctx.catalog.directories = async (call) => {
      await invite({ ctx: desk.context(), input });
      return ctx.catalog.directories(call);
    };
    const second = await invite({ ctx: { ...ctx, catalog: { ...ctx.catalog, directories } }, input });
    expect(second).toMatchObject({ ok: true, value: { replayed: true, invitation: { email: input.email } } });
    expect((await desk.creates()).committed).toBe(1);
  });

  it('refuses the same key with other content, and from another person', async () => {
    const input = await desk.filled();
    await invite({ ctx: desk.context(), input });
    const changed = await invite({ ctx: desk.context(), input: { ...input, displayName: 'Eve' } });
    expect(failureOf(changed)?.code).toBe('submission-reused');
    const stolen = await invite({ ctx: desk.context({ actor: { ...maya, subject: 'eve' } }), input });
    expect(failureOf(stolen)?.code).toBe('submission-reused');
    expect((await desk.creates()).requests).toBe(1);
  });

  it.each([['sponsor'], ['auditor'], [undefined]] as const)(
    'refuses somebody who is %s, and sends nothing',
    async (role) => {
      const actor = { ...maya, roles: role === undefined ? [] : [role] };
      const result = await invite({ ctx: desk.context({ actor }), input: await desk.filled() });
      expect(failureOf(result)?.code).toBe('forbidden');
      expect((await desk.creates()).requests).toBe(0);
    },
  );

  it('refuses a role that is not listed for the actor, by name, and takes it from one who may', async () => {
    const input = await desk.filled({ roleIds: [await desk.roleId('Super Administrator')] });
    const refused = await invite({ ctx: desk.context(), input });
    expect(failureOf(refused)).toMatchObject({
      code: 'role-not-grantable',
      fields: { roleIds: expect.stringContaining('Super Administrator') },
    });
    expect((await desk.creates()).requests).toBe(0);
    const admin = { ...maya, roles: ['admin'] as const };
    expect((await invite({ ctx: desk.context({ actor: admin }), input })).ok).toBe(true);
  });

  it.each([
    ['directoryId', 'gone'],
    ['sponsorUserId', 'nobody'],
  ])('names the field when %s is not one of the upstream’s', async (field, value) => {
    const result = await invite({ ctx: desk.context(), input: await desk.filled({ [field]: value }) });
    expect(failureOf(result)).toMatchObject({ code: 'invalid-input', fields: { [field]: expect.any(String) } });
    expect((await desk.creates()).requests).toBe(0);
  });

  it('refuses a sponsor whose account is disabled upstream', async () => {
    const omar = await desk.userId('omar.haddad@acme.example');
    await desk.control('POST', `/users/${omar}`, { status: 'DISABLED' });
    const input = await desk.filled({ sponsorUserId: omar });
    const result = await invite({ ctx: desk.context(), input });
    expect(failureOf(result)?.fields).toHaveProperty('sponsorUserId');
  });

  it('stops one who sends too many, says how long to wait, and does not count replays', async () => {
    const strict = await openDesk({ sendsPerMinute: 2 });
    try {
      const ctx = strict.context();
      const input = await strict.filled();
      for (let n = 0; n < 5; n += 1) expect((await invite({ ctx, input })).ok).toBe(true);
      expect((await invite({ ctx, input: await strict.filled() })).ok).toBe(true);
      const third = await strict.filled();
      const refused = await invite({ ctx, input: third });
      expect(failureOf(refused)).toMatchObject({ code: 'too-many-requests', retryAfterMs: expect.any(Number) });
      expect((await strict.creates()).requests).toBe(2);
      const other = strict.context({ actor: { ...maya, subject: 'priya' } });
      expect((await invite({ ctx: other, input: { ...third, submissionKey: crypto.randomUUID() } })).ok).toBe(true);
    } finally {
      await strict.close();
    }
  });

  it.each([
    [400, 'upstream-invalid'],
    [401, 'upstream-unauthenticated'],
    [403, 'upstream-forbidden'],
    [404, 'upstream-not-found'],
  ])('a refusal with %i is %s; the form says so again, and a new one may be sent', async (status, code) => {
    const input = await desk.filled();
    await desk.control('POST', '/faults', { operations: ['create'], kind: 'status', status, body: 'grpc' });
    expect(failureOf(await invite({ ctx: desk.context(), input }))?.code).toBe(code);
    await desk.control('DELETE', '/faults');
    expect(failureOf(await invite({ ctx: desk.context(), input }))?.code).toBe(code);
    const anew = { ...input, submissionKey: crypto.randomUUID() };
    expect((await invite({ ctx: desk.context(), input: anew })).ok).toBe(true);
    expect((await desk.creates()).committed).toBe(1);
  });

  it('when asked to slow down keeps the invitation, and sends it by itself later', async () => {
    const input = await desk.filled();
    const fault = { operations: ['create'], kind: 'status', status: 429, body: 'grpc', retryAfter: 7, times: 1 };
    await desk.control('POST', '/faults', fault);
    expect(failureOf(await invite({ ctx: desk.context(), input }))?.code).toBe('waiting-to-be-sent');
    expect(await reconcile(desk.system())).toMatchObject({ sent: 0 });
    await desk.advance(8_000);
    expect(await reconcile(desk.system())).toMatchObject({ sent: 1 });
    expect(await invite({ ctx: desk.context(), input })).toMatchObject({ ok: true, value: { replayed: true } });
    expect((await desk.creates()).committed).toBe(1);
  });

  it.each([
    ['commit-then-drop', {}],
    ['commit-then-status', { status: 503 }],
    ['status', { status: 500 }],
    ['html', {}],
    ['hang', {}],
    ['drop', {}],
    ['empty', {}],
    ['malformed', {}],
    ['null-invitation', {}],
  ])('after %s nobody knows, and the same form sends nothing more', async (kind, more) => {
    const input = await desk.filled();
    await desk.control('POST', '/faults', { operations: ['create'], kind, times: 1, ...more });
    expect(failureOf(await invite({ ctx: desk.context(), input }))?.code).toBe('outcome-unknown');
    expect(failureOf(await invite({ ctx: desk.context(), input }))?.code).toBe('outcome-unknown');
    expect((await desk.creates()).requests).toBe(1);
  });

  it('does not send a second to the same person: it shows the first, by whom', async () => {
    const input = await desk.filled();
    await invite({ ctx: desk.context(), input });
    const again = { ...input, submissionKey: crypto.randomUUID(), email: input.email.toUpperCase() };
    const priya = desk.context({ actor: { ...maya, subject: 'priya', name: 'Priya Nair' } });
    expect(failureOf(await invite({ ctx: priya, input: again }))).toMatchObject({
      code: 'already-invited',
      existing: { email: input.email, status: 'pending', ledger: { state: 'pending', inviter: { name: 'Maya Chen' } } },
    });
    expect((await desk.creates()).requests).toBe(1);
  });

  it('a lapsed one does not stand in the way, even when the upstream still calls it pending', async () => {
    await desk.control('PATCH', '/settings', { expiryLagSeconds: 1_000_000, duplicatePending: 'allow' });
    const input = await desk.filled();
    await invite({ ctx: desk.context(), input });
    await desk.advance(8 * 24 * 3_600_000);
    const again = { ...input, submissionKey: crypto.randomUUID() };
    expect((await invite({ ctx: desk.context(), input: again })).ok).toBe(true);
  });

  it('does not send to a user of the upstream, unless an administrator says so; that is recorded', async () => {
    const input = await desk.filled({ email: 'Ana.Ruiz@acme.example' });
    expect(failureOf(await invite({ ctx: desk.context(), input }))).toMatchObject({
      code: 'already-known',
      person: { name: 'Ana Ruiz' },
      overridable: false,
    });
    // An override by somebody who may not is none.
    const tried = { ...input, submissionKey: crypto.randomUUID(), override: true };
    expect(failureOf(await invite({ ctx: desk.context(), input: tried }))?.code).toBe('already-known');
    expect((await desk.creates()).requests).toBe(0);
    const admin = desk.context({ actor: { ...maya, roles: ['admin'] } });
    expect((await invite({ ctx: admin, input: { ...tried, submissionKey: crypto.randomUUID() } })).ok).toBe(true);
    const entries = await desk.db
      .select({ details: audit.details })
      .from(audit)
      .where(eq(audit.action, 'invitation.requested'));
    expect(entries.at(-1)?.details).toMatchObject({ overridden: true });
  });

  it('knows beforehand of an open invitation made outside Usher, once the copy has it', async () => {
    const input = await desk.filled();
    await desk.control('POST', '/invitations', { directoryAppId: input.directoryId, email: input.email });
    await sync(desk.system());
    expect(failureOf(await invite({ ctx: desk.context(), input }))).toMatchObject({
      code: 'already-known',
      existing: { email: input.email, ledger: { inviter: null } },
    });
    expect((await desk.creates()).requests).toBe(0);
  });

  it('on 409 shows the invitation made outside Usher that is in the way', async () => {
    const input = await desk.filled();
    await desk.control('POST', '/invitations', { directoryAppId: input.directoryId, email: input.email });
    expect(failureOf(await invite({ ctx: desk.context(), input }))).toMatchObject({
      code: 'upstream-conflict',
      existing: { email: input.email, status: 'pending', ledger: { inviter: null } },
    });
  });

  it('on 409 takes the open invitation for ours when it is what was just sent', async () => {
    const input = await desk.filled();
    // A proxy that repeats the request: the first is committed and its answer lost, the second is told "409".
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
    const result = await invite({ ctx: desk.context(), input });
    expect(result).toMatchObject({ ok: true, value: { invitation: { email: input.email, status: 'pending' } } });
  });
});
