import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { attempts } from '@/lib/db/schema';
import { checkSubmission } from '@/lib/invitations/check-submission';
import type { Failure, Result } from '@/lib/invitations/errors';
import type { InviteInput } from '@/lib/invitations/fields';
import { invite } from '@/lib/invitations/invite';
import type { Actor } from '@/lib/invitations/policy';
import { isSoonDue, reconcile } from '@/lib/invitations/reconcile';
import { showInvitation } from '@/lib/invitations/show-invitation';
import { undo } from '@/lib/invitations/undo';
import { type Desk, maya, openDesk } from './desk';

const priya: Actor = { ...maya, subject: 'priya', name: 'Priya Nair' };
const omar: Actor = { ...maya, subject: 'omar', name: 'Omar Haddad', roles: ['admin'] };
const sam: Actor = { ...maya, subject: 'sam', name: 'Sam Sponsor', roles: ['sponsor'] };
const vera: Actor = { ...maya, subject: 'vera', name: 'Vera Ode', roles: ['auditor'] };
const MINUTE = 60_000;

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.reset();
  await desk.policy({ holdMinutes: 5 });
});

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}
const failureOf = (result: Result<unknown>): Failure | null => (result.ok ? null : result.failure);

/** One that waits. */
async function held(): Promise<{ id: string; input: InviteInput }> {
  const input = await desk.filled();
  const { invitation } = value(await invite({ ctx: desk.context(), input }));
  return { id: invitation.ledger?.id ?? '', input };
}

const undoAs = (actor: Actor, id: string) => undo({ ctx: desk.context({ actor }), input: { id } });
const stateOf = async (id: string) => (await desk.ledger.byId(id))?.state;
/** What the audit says of one invitation's end or beginning: who, and the facts. */
async function entriesOf(id: string, action: string) {
  const events = await desk.system().reading.events(id);
  return events.filter((each) => each.action === action).map(({ actor, details }) => ({ ...details, by: actor?.name }));
}

// What a test leaves waiting would be sent by the next one.
afterEach(async () => {
  for (const { id, actor, attempt } of await desk.ledger.open()) {
    if (attempt.state !== 'intent') continue;
    await desk.ledger.apply(id, { type: 'held-back', code: 'cancelled' }, { actor, requestId: 'test' });
  }
});

describe('an invitation that can be undone', () => {
  it('is recorded and not sent, says until when, and is sent when its time has come', async () => {
    const from = await desk.ledger.now();
    const { id, input } = await held();
    const shown = value(await showInvitation({ ctx: desk.context(), input: { id } }));
    expect(shown).toMatchObject({ state: 'held', invitation: { ledger: { held: { mayUndo: true } } } });
    const until = Date.parse(shown.invitation.ledger?.held?.until ?? '');
    expect(until - from.getTime()).toBeGreaterThanOrEqual(5 * MINUTE);
    expect(until - (await desk.ledger.now()).getTime()).toBeLessThanOrEqual(5 * MINUTE);

    expect(await reconcile(desk.system())).toMatchObject({ sent: 0 });
    await desk.advance(4 * MINUTE);
    expect(await reconcile(desk.system())).toMatchObject({ sent: 0 });
    expect((await desk.creates()).requests).toBe(0);
    await desk.advance(MINUTE);
    expect(await reconcile(desk.system())).toMatchObject({ sent: 1 });
    expect(await desk.creates()).toEqual({ requests: 1, committed: 1 });
    expect(await stateOf(id)).toBe('pending');
    // The form, asked again, says what became of it.
    expect(await checkSubmission({ ctx: desk.context(), input: { submissionKey: input.submissionKey } })).toMatchObject(
      { ok: true, value: { kind: 'found', receipt: { invitation: { status: 'pending' } } } },
    );
    expect(await entriesOf(id, 'invitation.requested')).toMatchObject([{ heldSeconds: 300 }]);
  });

  it('wants no look before its time comes near, and is not judged until then', async () => {
    const { id } = await held();
    const system = desk.system();
    let judged = 0;
    const policy = {
      ...system.policy,
      current: () => {
        judged += 1;
        return system.policy.current();
      },
    };
    await reconcile({ ...system, policy });
    expect(judged).toBe(0);
    // Others of this file may be on their way; of these only ours is looked at.
    const only = async () => {
      const open = (await desk.ledger.open()).filter(({ invitationId }) => invitationId === id);
      return isSoonDue({ ...system, ledger: { ...system.ledger, open: async () => open } });
    };
    expect(await only()).toBe(false);
    await desk.advance(5 * MINUTE - 5_000);
    expect(await only()).toBe(true);
    await desk.advance(5_000);
    await reconcile({ ...desk.system(), policy });
    expect(judged).toBeGreaterThan(0);
    expect(await stateOf(id)).toBe('pending');
  });

  it('is one for its key and its person while it waits', async () => {
    const { input } = await held();
    expect(await invite({ ctx: desk.context(), input })).toMatchObject({
      ok: true,
      value: { replayed: true, invitation: { ledger: { state: 'held' } } },
    });
    const another = { ...input, submissionKey: crypto.randomUUID() };
    expect(failureOf(await invite({ ctx: desk.context({ actor: priya }), input: another }))).toMatchObject({
      code: 'already-invited',
      existing: { ledger: { state: 'held', held: { mayUndo: false } } },
    });
  });

  it('never leaves once it was undone, and the audit says by whom', async () => {
    const { id, input } = await held();
    expect(value(await undoAs(maya, id))).toMatchObject({ ledger: { state: 'cancelled', held: null } });
    // Pressed twice.
    expect((await undoAs(maya, id)).ok).toBe(true);
    await desk.advance(6 * MINUTE);
    await reconcile(desk.system());
    expect((await desk.creates()).requests).toBe(0);
    expect(await stateOf(id)).toBe('cancelled');
    expect(await entriesOf(id, 'invitation.called-off')).toMatchObject([{ by: 'Maya Chen', code: 'cancelled' }]);
    // The person is free again, for another form.
    const anew = { ...input, submissionKey: crypto.randomUUID() };
    expect((await invite({ ctx: desk.context(), input: anew })).ok).toBe(true);
  });

  it('is undone by whoever sent it or an administrator, and by nobody else', async () => {
    const { id } = await held();
    expect(failureOf(await undoAs(priya, id))?.code).toBe('not-yours');
    expect(failureOf(await undoAs(sam, id))?.code).toBe('invitation-not-found');
    expect(failureOf(await undoAs(vera, id))?.code).toBe('forbidden');
    expect(await stateOf(id)).toBe('held');
    expect((await undoAs(omar, id)).ok).toBe(true);
    expect(await entriesOf(id, 'invitation.called-off')).toMatchObject([{ by: 'Omar Haddad' }]);
    expect(failureOf(await undoAs(omar, crypto.randomUUID()))?.code).toBe('invitation-not-found');
  });

  it('cannot be undone once it has left', async () => {
    const { id } = await held();
    await desk.advance(5 * MINUTE);
    await reconcile(desk.system());
    expect(failureOf(await undoAs(maya, id))).toMatchObject({
      code: 'already-left',
      existing: { status: 'pending', ledger: { state: 'pending' } },
    });
  });

  it('is either undone or sent when both come at once, and both sides say the same', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, held));
    await desk.advance(5 * MINUTE);
    const [undone] = await Promise.all([Promise.all(all.map(({ id }) => undoAs(maya, id))), reconcile(desk.system())]);
    await reconcile(desk.system());
    const called = undone.filter(({ ok }) => ok).length;
    const states = await Promise.all(all.map(({ id }) => stateOf(id)));
    expect(states.filter((state) => state === 'cancelled')).toHaveLength(called);
    expect(states.filter((state) => state === 'pending')).toHaveLength(12 - called);
    expect((await desk.creates()).requests).toBe(12 - called);
    expect(undone.flatMap((each) => failureOf(each)?.code ?? [])).toEqual(Array(12 - called).fill('already-left'));
  });

  it('is asked about again when its time has come: a stricter policy holds it back, a pause keeps it', async () => {
    const { id } = await held();
    await desk.policy({ paused: true, pausedBecause: 'Stocktaking' });
    await desk.advance(5 * MINUTE);
    expect(await reconcile(desk.system())).toMatchObject({ sent: 0 });
    expect(await stateOf(id)).toBe('held');
    await desk.policy({ rules: [] });
    expect(await reconcile(desk.system())).toMatchObject({ sent: 0 });
    expect(await desk.ledger.byId(id)).toMatchObject({ state: 'failed', failure: { code: 'policy-denied' } });
    expect((await desk.creates()).requests).toBe(0);
  });

  it('is no older than its sending: what somebody else made meanwhile is not taken for it', async () => {
    const { id, input } = await held();
    const [before] = await desk.db.select().from(attempts).where(eq(attempts.invitationId, id));
    await desk.advance(4 * MINUTE);
    const { directoryId, email, displayName, purpose } = input;
    await desk.control('POST', '/invitations', { directoryAppId: directoryId, email, displayName, purpose });
    await desk.advance(MINUTE);
    await reconcile(desk.system());
    expect(await desk.ledger.byId(id)).toMatchObject({ state: 'failed', failure: { code: 'conflict' } });
    const [after] = await desk.db.select().from(attempts).where(eq(attempts.invitationId, id));
    expect((after?.intentAtUpstream.getTime() ?? 0) - (before?.intentAtUpstream.getTime() ?? 0)).toBeGreaterThanOrEqual(
      5 * MINUTE,
    );
  });
});
