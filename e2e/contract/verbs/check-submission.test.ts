import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkSubmission } from '@/lib/invitations/check-submission';
import { invite } from '@/lib/invitations/invite';
import { type Desk, maya, openDesk } from './desk';

let desk: Desk;
// A desk for each test: what one leaves open, the next one's check would settle, and send.
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const check = (submissionKey: string, actor = maya) =>
  checkSubmission({ ctx: desk.context({ actor }), input: { submissionKey } });

/** Sends a form of which the answer is lost, in the given way. */
async function lost(kind: string, more: Record<string, unknown> = {}) {
  const input = await desk.filled();
  await desk.control('POST', '/faults', { operations: ['create'], kind, times: 1, ...more });
  const result = await invite({ ctx: desk.context(), input });
  expect(result.ok ? null : result.failure.code).toBe('outcome-unknown');
  return input;
}

describe('checkSubmission', () => {
  it('finds the invitation that was committed before the connection broke, and sends nothing', async () => {
    const input = await lost('commit-then-drop');
    const found = await check(input.submissionKey);
    expect(found).toMatchObject({
      ok: true,
      value: { kind: 'found', receipt: { invitation: { email: input.email, status: 'pending' } } },
    });
    expect(await desk.creates()).toEqual({ requests: 1, committed: 1 });
    // And the form itself answers it from now on.
    expect(await invite({ ctx: desk.context(), input })).toMatchObject({ ok: true, value: { replayed: true } });
    expect((await desk.creates()).requests).toBe(1);
  });

  it('finds it when it has been accepted, and when the upstream tidied and filled its fields', async () => {
    await desk.control('PATCH', '/settings', { normalise: true });
    const input = await lost('commit-then-drop');
    const [truth] = (
      await desk.control<{ invitations: { id: string }[] }>('GET', `/invitations?email=${input.email.toLowerCase()}`)
    ).invitations;
    await desk.control('POST', `/invitations/${truth?.id}/accept`, {});
    expect(await check(input.submissionKey)).toMatchObject({
      ok: true,
      value: { kind: 'found', receipt: { invitation: { status: 'accepted' } } },
    });
  });

  it('sends again only once two complete reads, the settle time apart, found none', async () => {
    const input = await lost('drop');
    // A read before the lease's end proves nothing: the sender might still be at it.
    expect(await check(input.submissionKey)).toMatchObject({ ok: true, value: { kind: 'not-yet' } });
    await desk.leaseEnds();
    expect(await check(input.submissionKey)).toMatchObject({ ok: true, value: { kind: 'not-yet' } });
    expect(await check(input.submissionKey)).toMatchObject({ ok: true, value: { kind: 'not-yet' } });
    expect((await desk.creates()).requests).toBe(1);
    await desk.settleTimePasses();
    expect(await check(input.submissionKey)).toMatchObject({
      ok: true,
      value: { kind: 'found', receipt: { invitation: { email: input.email, status: 'pending' } } },
    });
    expect(await desk.creates()).toEqual({ requests: 2, committed: 1 });
  });

  it('finds what committed late, after a first look found nothing', async () => {
    const input = await lost('commit-late', { afterMs: 400, connection: 'drop' });
    expect(await check(input.submissionKey)).toMatchObject({ ok: true, value: { kind: 'not-yet' } });
    await expect.poll(async () => (await desk.creates()).committed, { timeout: 5_000 }).toBe(1);
    expect(await check(input.submissionKey)).toMatchObject({ ok: true, value: { kind: 'found' } });
  });

  it('never takes an older invitation of the same person for ours', async () => {
    const old = await desk.filled();
    await desk.control('POST', '/invitations', {
      directoryAppId: old.directoryId,
      email: old.email,
      displayName: old.displayName,
      purpose: old.purpose,
      status: 'REVOKED',
      createdAt: new Date(Date.now() - 3_600_000).toISOString(),
    });
    await desk.control('POST', '/faults', { operations: ['create'], kind: 'drop', times: 1 });
    await invite({ ctx: desk.context(), input: old });
    expect(await check(old.submissionKey)).toMatchObject({ ok: true, value: { kind: 'not-yet' } });
  });

  it('shows both and guesses neither when two could be ours', async () => {
    await desk.control('PATCH', '/settings', { duplicatePending: 'allow' });
    const input = await lost('commit-then-drop');
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
    const unclear = await check(input.submissionKey);
    expect(unclear).toMatchObject({ ok: true, value: { kind: 'unclear' } });
    if (unclear.ok && unclear.value.kind === 'unclear') expect(unclear.value.candidates).toHaveLength(2);
  });

  it('an incomplete read settles nothing', async () => {
    const input = await lost('commit-then-drop');
    await desk.control('POST', '/faults', { operations: ['search-invitations'], kind: 'status', status: 503 });
    const result = await check(input.submissionKey);
    expect(result.ok ? null : result.failure.code).toBe('upstream-unavailable');
  });

  it('tells nobody but the sender', async () => {
    const input = await lost('commit-then-drop');
    const other = await check(input.submissionKey, { ...maya, subject: 'eve' });
    expect(other.ok ? null : other.failure.code).toBe('submission-not-found');
  });
});
