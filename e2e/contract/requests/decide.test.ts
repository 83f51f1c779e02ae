import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { attempts, invitations } from '@/lib/db/schema';
import { invite } from '@/lib/invitations/invite';
import { reconcile } from '@/lib/invitations/reconcile';
import { decideRequest } from '@/lib/invitations/requests/decide-request';
import { showRequest } from '@/lib/invitations/requests/show-request';
import type { RequestView } from '@/lib/invitations/requests/view';
import { FIRST_POLICY, type Policy } from '@/lib/invitations/rules/document';
import { undo } from '@/lib/invitations/undo';
import { type Desk, openDesk } from '../verbs/desk';
import {
  ana,
  approve,
  as,
  asked,
  entriesOf,
  failure,
  maya,
  noor,
  omar,
  priya,
  setPolicy,
  shown,
  signIn,
  story,
  truths,
  value,
} from './support';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  for (const actor of [ana, maya, priya, omar, noor]) await signIn(desk, actor);
});
afterAll(() => desk.close());
beforeEach(() => setPolicy(desk, FIRST_POLICY));

const stateOf = async (request: RequestView) =>
  value(await showRequest({ ctx: as(desk, ana), input: { id: request.id } })).request;
const recordOf = async (request: RequestView) => {
  const { invitation } = await stateOf(request);
  const record = invitation === null ? null : await desk.ledger.byId(invitation.id);
  if (record === null) throw new Error('nothing came of it');
  return record;
};

describe('approve', () => {
  it('sends what was asked for, in both names, and says so', async () => {
    const request = await asked(desk, { ticket: 'CHG-1' });
    const { request: after, receipt } = value(await approve(desk, maya, request, { note: 'Welcome' }));
    expect(after).toMatchObject({ state: 'approved', decision: { by: 'Maya Chen', words: 'Welcome', changes: [] } });
    expect(receipt?.invitation).toMatchObject({
      status: 'pending',
      ledger: { inviter: { name: 'Ana Ruiz' }, approver: { name: 'Maya Chen' }, request: request.id },
    });
    expect(await truths(desk, request.email)).toMatchObject([{ purpose: 'Audit of the engine [CHG-1]' }]);
    expect(await recordOf(request)).toMatchObject({
      sender: { subject: ana.subject },
      approver: { subject: maya.subject },
      requestId: request.id,
    });
    const [attempt] = await desk.db
      .select()
      .from(attempts)
      .where(eq(attempts.invitationId, receipt?.invitation.ledger?.id ?? ''));
    expect(attempt?.actorSubject).toBe(maya.subject);
    expect(await story(desk, request.id)).toEqual(['request.asked', 'request.approved', 'invitation.requested']);
  });

  it('holds what it sends where the policy gives time to undo it: for whoever asked, whoever approved, and an administrator', async () => {
    await setPolicy(desk, { holdMinutes: 5 });
    const undone = async (actor: Parameters<typeof as>[1]) => {
      const request = await asked(desk);
      const { receipt } = value(await approve(desk, maya, request));
      expect(receipt?.invitation.ledger).toMatchObject({ state: 'held', held: { mayUndo: true } });
      const id = receipt?.invitation.ledger?.id ?? '';
      expect(failure(await undo({ ctx: as(desk, priya), input: { id } })).code).toBe('not-yours');
      expect(failure(await undo({ ctx: as(desk, noor), input: { id } })).code).toBe('invitation-not-found');
      value(await undo({ ctx: as(desk, actor), input: { id } }));
      await reconcile(desk.system());
      expect(await truths(desk, request.email)).toEqual([]);
      expect((await stateOf(request)).invitation?.state).toBe('cancelled');
    };
    for (const actor of [ana, maya, omar]) await undone(actor);
    const kept = await asked(desk);
    value(await approve(desk, maya, kept));
    await desk.advance(5 * 60_000);
    await reconcile(desk.system());
    expect(await truths(desk, kept.email)).toHaveLength(1);
  });

  it('takes roles away and corrects the name, shows both, and adds nothing', async () => {
    const [basic, contractor] = [await desk.roleId('Basic User'), await desk.roleId('Contractor')];
    const request = await asked(desk, { roleIds: [basic, contractor] });
    expect(failure(await approve(desk, maya, request)).code).toBe('not-an-approver');
    const wider = await approve(desk, omar, request, { roleIds: [basic, await desk.roleId('Auditor')] });
    expect(failure(wider)).toMatchObject({ code: 'invalid-input', fields: { roleIds: expect.any(String) } });
    const { request: after } = value(await approve(desk, maya, request, { roleIds: [basic], displayName: 'Ada King' }));
    expect(after.decision?.changes).toEqual([
      { field: 'displayName', from: 'Ada Lovelace', to: 'Ada King' },
      { field: 'roleIds', from: 'Basic User, Contractor', to: 'Basic User' },
    ]);
    expect(await truths(desk, request.email)).toMatchObject([{ displayName: 'Ada King' }]);
    expect((await recordOf(request)).content.roleIds).toEqual([basic]);
  });

  it('is refused to whoever asked, also under another account with their address', async () => {
    const request = await asked(desk);
    const twin = { ...ana, subject: 'another', roles: ['admin'] as const };
    const same = { ...ana, roles: ['sponsor', 'admin'] as const };
    expect(failure(await approve(desk, twin, request)).code).toBe('own-request');
    expect(failure(await approve(desk, same, request)).code).toBe('own-request');
    expect(await truths(desk, request.email)).toEqual([]);
  });

  it('comes from somebody who fits every entry of the approvers, by role, group, address and sponsor', async () => {
    const needs = (of: object) => ({ rules: [], otherwise: { answer: 'needs-approval' as const, of } });
    await setPolicy(desk, needs({ groups: ['finance'] }));
    const request = await asked(desk, { sponsorUserId: await desk.userId(noor.email) });
    expect(failure(await approve(desk, omar, request)).code).toBe('not-an-approver');
    await signIn(desk, omar, ['finance']);
    expect(value(await approve(desk, omar, request)).request.state).toBe('approved');

    await setPolicy(desk, needs({ sponsor: true }));
    const sponsored = await asked(desk, { sponsorUserId: await desk.userId(noor.email) });
    expect(failure(await approve(desk, omar, sponsored)).code).toBe('not-an-approver');
    const unverified = { ...noor, emailVerified: false };
    expect(failure(await approve(desk, unverified, sponsored)).code).toBe('request-not-found');
    expect(value(await approve(desk, noor, sponsored)).request.state).toBe('approved');
  });

  it('is refused where the policy would not let the decider send it either', async () => {
    const request = await asked(desk);
    const [mayas] = [{ inviters: [maya.email] }];
    await setPolicy(desk, {
      rules: [
        { id: 'not-maya', name: 'Not Maya', when: mayas, verdict: { answer: 'deny', because: 'On leave' } },
        ...FIRST_POLICY.rules,
      ],
    });
    expect(failure(await approve(desk, maya, request)).code).toBe('not-an-approver');
    expect(value(await approve(desk, priya, request)).request.state).toBe('approved');
  });

  it('is refused where the policy refuses the request by now; it may still be denied', async () => {
    const request = await asked(desk);
    await setPolicy(desk, { domains: { allowed: [], denied: ['guests.example'], own: [] } });
    expect(failure(await approve(desk, maya, request)).code).toBe('policy-denied');
    const input = { decision: 'deny', ...shown(request), reason: 'Not there' } as const;
    expect(value(await decideRequest({ ctx: as(desk, maya), input })).request.state).toBe('denied');
    expect(await story(desk, request.id)).toEqual(['request.asked', 'request.denied']);
  });

  it('is judged anew when another policy holds by the time it is to be recorded', async () => {
    const request = await asked(desk);
    const ctx = as(desk, maya);
    const earlier = await ctx.policy.fresh();
    await setPolicy(desk, { rules: [], otherwise: { answer: 'needs-approval', of: { roles: ['admin'] } } });
    const stale = [earlier];
    const late = { ...ctx.policy, fresh: async () => stale.pop() ?? ctx.policy.fresh() };
    const input = { decision: 'approve', ...shown(request), note: '' } as const;
    expect(failure(await decideRequest({ ctx: { ...ctx, policy: late }, input })).code).toBe('not-an-approver');
    expect(stale).toEqual([]);
    expect(await stateOf(request)).toMatchObject({ state: 'open', approvers: ['an administrator'] });
    expect(await truths(desk, request.email)).toEqual([]);
  });

  it('tells the second who decides who was first, and answers the same one twice with one invitation', async () => {
    const request = await asked(desk);
    const [first, again] = await Promise.all([approve(desk, maya, request), approve(desk, maya, request)]);
    expect(value(first).receipt?.invitation.id).toBe(value(again).receipt?.invitation.id);
    expect(failure(await approve(desk, omar, request))).toMatchObject({
      code: 'request-closed',
      detail: expect.stringMatching(/^Maya Chen approved it on \d{4}-\d\d-\d\d at \d\d:\d\d UTC\.$/u),
    });
    expect(await truths(desk, request.email)).toHaveLength(1);
  });

  it('is refused while another invitation of the person is live, and the request waits on', async () => {
    const request = await asked(desk);
    value(await invite({ ctx: as(desk, maya), input: await desk.filled({ email: request.email }) }));
    expect(failure(await approve(desk, maya, request)).code).toBe('already-invited');
    expect((await stateOf(request)).state).toBe('open');
  });
});

describe('an approval whose process died before it sent', () => {
  /** Dies between the approval and the call: nothing is recorded of it, and its lease runs out. */
  async function dies(request: RequestView) {
    const ctx = as(desk, maya);
    const dying = { ...ctx.directory, createInvitation: () => Promise.reject(new Error('the process is gone')) };
    const input = { decision: 'approve', ...shown(request), note: '' } as const;
    await expect(decideRequest({ ctx: { ...ctx, directory: dying }, input })).rejects.toThrow('the process is gone');
    expect((await recordOf(request)).state).toBe('sending');
    await desk.leaseEnds();
    await reconcile(desk.system());
    await desk.settleTimePasses();
  }

  it('is sent by the reconciler, in both names', async () => {
    const request = await asked(desk);
    await dies(request);
    expect(await truths(desk, request.email)).toEqual([]);
    await reconcile(desk.system());
    expect(await truths(desk, request.email)).toHaveLength(1);
    expect(await recordOf(request)).toMatchObject({
      state: 'pending',
      sender: { name: 'Ana Ruiz' },
      approver: { name: 'Maya Chen' },
    });
  });

  it.each<[string, Partial<Policy>]>([
    ['asks somebody else', { rules: [], otherwise: { answer: 'needs-approval', of: { roles: ['admin'] } } }],
    ['refuses it', { domains: { allowed: [], denied: ['guests.example'], own: [] } }],
    ['would not let the decider hand out the role', { grants: { helpdesk: [] } }],
  ])('is not sent once the policy %s: the request is open again', async (_what, change) => {
    const request = await asked(desk, { roleIds: [await desk.roleId('Basic User')] });
    await dies(request);
    const { id } = await recordOf(request);
    await setPolicy(desk, change);
    await reconcile(desk.system());
    expect(await truths(desk, request.email)).toEqual([]);
    expect(await desk.ledger.byId(id)).toMatchObject({ state: 'failed', failure: { code: 'policy-changed' } });
    expect(await stateOf(request)).toMatchObject({ state: 'open', decision: null, invitation: null });
    expect(await story(desk, request.id)).toContain('request.reopened');
    await reconcile(desk.system());
    expect(await truths(desk, request.email)).toEqual([]);

    // And it may be approved again, by whoever may now.
    await setPolicy(desk, { ...FIRST_POLICY, grants: {} });
    expect(value(await approve(desk, omar, request)).receipt?.invitation.ledger?.approver?.name).toBe('Omar Haddad');
    expect(await truths(desk, request.email)).toHaveLength(1);
  });
});

it('keeps personal data out of the audit’s details', async () => {
  const request = await asked(desk);
  await approve(desk, maya, request, { displayName: 'Ada King', note: 'For Ada' });
  const entries = await Promise.all(['request.asked', 'request.approved'].map((action) => entriesOf(desk, action)));
  const details = JSON.stringify(entries.flat().map((entry) => entry.details));
  expect(details).toContain(request.id);
  expect(details).not.toMatch(/Ada|Maya|Ana|@/u);
  expect(await desk.db.select().from(invitations).where(eq(invitations.email, request.email))).toHaveLength(1);
});
