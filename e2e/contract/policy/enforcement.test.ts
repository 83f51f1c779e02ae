import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { audit, invitations } from '@/lib/db/schema';
import { checkSubmission } from '@/lib/invitations/check-submission';
import { invite } from '@/lib/invitations/invite';
import { reconcile } from '@/lib/invitations/reconcile';
import { reissue } from '@/lib/invitations/reissue';
import { revoke } from '@/lib/invitations/revoke';
import { FIRST_POLICY, type Policy, type Rule } from '@/lib/invitations/rules/document';
import { type Desk, maya, openDesk } from '../verbs/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  const ana = { subject: 'ana', name: 'Ana Ruiz', email: 'ana.ruiz@acme.example', emailVerified: true };
  await desk.accounts.signedIn({ ...ana, roles: [], groups: [] });
});
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.reset();
  await desk.policy();
});

const failureOf = (result: { ok: true } | { ok: false; failure: object }) => (result.ok ? null : result.failure);
const rule = (verdict: Rule['verdict'], when: Rule['when'] = {}): Rule => ({
  id: 'finance',
  name: 'Finance',
  when,
  verdict,
});
const denyAll: Partial<Policy> = { rules: [rule({ answer: 'deny', because: 'Nobody comes in this week.' })] };
const askAna = (when: Rule['when'] = {}): Partial<Policy> => ({
  rules: [rule({ answer: 'needs-approval', of: { people: ['Ana.Ruiz@acme.example'] } }, when), ...FIRST_POLICY.rules],
});
/** Another person each time, so that one test's sendings do not fill another's ceiling. */
const somebody = () => ({ ...maya, subject: `maya-${crypto.randomUUID()}` });

/** An invitation that went out, by its record's id. */
async function sent(change: Parameters<Desk['filled']>[0] = {}) {
  const input = await desk.filled(change);
  const result = await invite({ ctx: desk.context(), input });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  const id = result.value.invitation.ledger?.id ?? '';
  const { displayName, roleIds, sponsorUserId, purpose } = input;
  return { id, again: { id, displayName, roleIds, sponsorUserId, purpose } };
}

/** An invitation that the upstream asked to wait with. */
async function waiting(change: Parameters<Desk['filled']>[0] = {}) {
  await desk.control('POST', '/faults', {
    operations: ['create'],
    kind: 'status',
    status: 429,
    body: 'grpc',
    retryAfter: 1,
    times: 1,
  });
  const input = await desk.filled(change);
  const result = await invite({ ctx: desk.context(), input });
  expect(failureOf(result)).toMatchObject({ code: 'waiting-to-be-sent' });
  const record = (await desk.ledger.bySubmission(input.submissionKey))?.record;
  await desk.advance(2_000);
  return record?.id ?? '';
}
const keyOf = async (id: string) => {
  const [row] = await desk.db
    .select({ key: invitations.submissionKey })
    .from(invitations)
    .where(eq(invitations.id, id));
  return row?.key ?? '';
};
const recordOf = async (id: string) => (await desk.ledger.byId(id)) ?? undefined;

describe('before anything is recorded', () => {
  it('refuses what a rule denies, with the rule’s words, and sends nothing', async () => {
    await desk.policy(denyAll);
    const input = await desk.filled();
    expect(failureOf(await invite({ ctx: desk.context(), input }))).toMatchObject({
      code: 'policy-denied',
      reasons: [{ code: 'rule', rule: { id: 'finance' } }],
      detail: 'Not allowed (rule “Finance”): Nobody comes in this week.',
    });
    expect(await desk.ledger.bySubmission(input.submissionKey)).toBeNull();
    expect((await desk.creates()).requests).toBe(0);
  });

  it('says a reason beside the field that would mend it', async () => {
    await desk.policy({
      domains: { allowed: [], denied: ['mailinator.example'], own: [] },
      ticket: { required: true, pattern: '', hint: 'Like INC-123.' },
    });
    const input = await desk.filled({ email: 'ada@eu.mailinator.example' });
    expect(failureOf(await invite({ ctx: desk.context(), input }))).toMatchObject({
      code: 'policy-denied',
      fields: {
        email: 'The domain eu.mailinator.example is on your organisation’s list of refused domains.',
        ticket: 'Your organisation asks for a ticket: Like INC-123.',
      },
    });
  });

  it('asks for approval because of one role among several, by its name, and names who may give it', async () => {
    await desk.policy({ ...askAna({ roles: ['Finance Analyst'] }), grants: { helpdesk: ['*'] } });
    const roleIds = [await desk.roleId('Basic User'), await desk.roleId('Finance Analyst')];
    const input = await desk.filled({ roleIds });
    expect(failureOf(await invite({ ctx: desk.context(), input }))).toMatchObject({
      code: 'needs-approval',
      detail: 'Needs the approval of Ana Ruiz because of the role Finance Analyst (rule “Finance”).',
    });
    expect((await invite({ ctx: desk.context(), input: { ...input, roleIds: roleIds.slice(0, 1) } })).ok).toBe(true);
  });

  it('knows the groups of the last sign-in', async () => {
    const actor = somebody();
    await desk.accounts.signedIn({ ...actor, roles: ['helpdesk'], groups: ['Trainees'] });
    await desk.policy({
      rules: [rule({ answer: 'deny', because: 'Not yet.' }, { inviterGroups: ['Trainees'] }), ...FIRST_POLICY.rules],
    });
    const trainee = await invite({ ctx: desk.context({ actor }), input: await desk.filled() });
    expect(failureOf(trainee)).toMatchObject({ code: 'policy-denied' });
    expect((await invite({ ctx: desk.context(), input: await desk.filled() })).ok).toBe(true);
  });

  it('lets the policy say which roles may be handed out, over the configuration', async () => {
    const roleIds = [await desk.roleId('Basic User')];
    await desk.policy({ grants: { helpdesk: [] } });
    const none = await invite({ ctx: desk.context(), input: await desk.filled({ roleIds }) });
    expect(failureOf(none)).toMatchObject({ code: 'role-not-grantable' });
    await desk.policy({ grants: { admin: [] } });
    expect((await invite({ ctx: desk.context(), input: await desk.filled({ roleIds }) })).ok).toBe(true);
  });

  it('judges again when the policy was tightened after the verdict', async () => {
    const ctx = desk.context();
    const input = await desk.filled();
    const record: typeof ctx.ledger.record = async (intent, lease) => {
      await desk.policy(denyAll);
      return ctx.ledger.record(intent, lease);
    };
    const result = await invite({ ctx: { ...ctx, ledger: { ...ctx.ledger, record } }, input });
    expect(failureOf(result)).toMatchObject({ code: 'policy-denied' });
    expect((await desk.creates()).requests).toBe(0);
  });

  it('sends nothing while sending is paused, and says why', async () => {
    await desk.policy({ paused: true, pausedBecause: 'We look into an incident.' });
    const result = await invite({ ctx: desk.context(), input: await desk.filled() });
    expect(failureOf(result)).toMatchObject({
      code: 'sending-paused',
      detail: 'An administrator has paused all sending: We look into an incident.',
    });
    expect((await desk.creates()).requests).toBe(0);
  });
});

describe('ceilings', () => {
  it.each([
    ['perInviter', 'ceiling-inviter'],
    ['perDomain', 'ceiling-domain'],
  ] as const)('a hundred at once do not pass a ceiling of ten: %s', async (name, code) => {
    await desk.policy({ ceilings: { ...FIRST_POLICY.ceilings, [name]: 10 } });
    const actor = somebody();
    const domain = `${crypto.randomUUID()}.example`;
    const inputs = await Promise.all(
      Array.from({ length: 100 }, () => desk.filled({ email: `ada.${crypto.randomUUID()}@${domain}` })),
    );
    const results = await Promise.all(inputs.map((input) => invite({ ctx: desk.context({ actor }), input })));
    expect(results.filter((result) => result.ok)).toHaveLength(10);
    const codes = results.flatMap((result) =>
      result.ok ? [] : (result.failure.reasons ?? []).map((each) => each.code),
    );
    expect(codes).toEqual(Array.from({ length: 90 }, () => code));
    expect((await desk.creates()).committed).toBe(10);
  });

  it('a ceiling is of a day, and counts what is sent again, but neither what was refused upstream nor others’', async () => {
    await desk.policy({ ceilings: { ...FIRST_POLICY.ceilings, perInviter: 2 } });
    const actor = somebody();
    const ctx = desk.context({ actor });
    await desk.control('POST', '/faults', {
      operations: ['create'],
      kind: 'status',
      status: 400,
      body: 'grpc',
      times: 1,
    });
    expect((await invite({ ctx, input: await desk.filled() })).ok).toBe(false);
    expect((await invite({ ctx: desk.context({ actor: somebody() }), input: await desk.filled() })).ok).toBe(true);
    const first = await invite({ ctx, input: await desk.filled() });
    if (!first.ok) throw new Error(first.failure.code);
    const { ledger, displayName, purpose } = first.value.invitation;
    const again = { id: ledger?.id ?? '', displayName, purpose, roleIds: [], sponsorUserId: '' };
    expect((await reissue({ ctx, input: again })).ok).toBe(true);
    expect(failureOf(await reissue({ ctx, input: again }))).toMatchObject({ code: 'policy-denied' });
    expect(failureOf(await invite({ ctx, input: await desk.filled() }))).toMatchObject({ code: 'policy-denied' });
    await desk.advance(24 * 3_600_000);
    expect((await invite({ ctx, input: await desk.filled() })).ok).toBe(true);
  });
});

describe('sending again', () => {
  it('is refused where the policy denies; the old invitation stays as it is, and can be revoked', async () => {
    const { id, again } = await sent();
    await desk.policy(denyAll);
    expect(failureOf(await reissue({ ctx: desk.context(), input: again }))).toMatchObject({ code: 'policy-denied' });
    expect(await recordOf(id)).toMatchObject({ state: 'pending' });
    await desk.policy({ paused: true });
    expect(failureOf(await reissue({ ctx: desk.context(), input: again }))).toMatchObject({ code: 'sending-paused' });
    expect((await revoke({ ctx: desk.context(), input: { id, reason: 'Left' } })).ok).toBe(true);
  });

  it('asks for no second approval of what asks for no more than before', async () => {
    const basic = await desk.roleId('Basic User');
    const { again } = await sent({ roleIds: [basic] });
    const ana = await desk.userId('ana.ruiz@acme.example');
    await desk.policy(askAna());
    const ctx = desk.context();
    const more = await reissue({ ctx, input: { ...again, sponsorUserId: ana } });
    expect(failureOf(more)).toMatchObject({ code: 'needs-approval' });
    expect((await reissue({ ctx, input: again })).ok).toBe(true);
    expect((await reissue({ ctx, input: { ...again, roleIds: [] } })).ok).toBe(true);
    // What was given up is not there to be taken up again.
    expect(failureOf(await reissue({ ctx, input: again }))).toMatchObject({ code: 'needs-approval' });
  });

  it('does not take for approved what failed', async () => {
    const id = await waiting();
    await desk.policy(askAna());
    await reconcile(desk.system());
    const record = await recordOf(id);
    expect(record).toMatchObject({ state: 'failed' });
    const { displayName, roleIds, sponsorUserId, purpose } = record?.content ?? (await desk.filled());
    const again = { id, displayName, roleIds, sponsorUserId, purpose };
    expect(failureOf(await reissue({ ctx: desk.context(), input: again }))).toMatchObject({ code: 'needs-approval' });
  });
});

describe('at the moment of sending', () => {
  it.each([
    ['denies it', denyAll, 'Not allowed (rule “Finance”): Nobody comes in this week.'],
    ['asks for approval', askAna(), 'Needs the approval of Ana Ruiz (rule “Finance”).'],
  ])('holds back what waited when the policy now %s', async (_what, policy, words) => {
    const id = await waiting();
    await desk.policy(policy);
    expect(await reconcile(desk.system())).toMatchObject({ sent: 0 });
    expect(await recordOf(id)).toMatchObject({ state: 'failed', failure: { code: 'policy-denied', detail: words } });
    const [entry] = await desk.db
      .select()
      .from(audit)
      .where(eq(audit.invitationId, id))
      .orderBy(desc(audit.sequence))
      .limit(1);
    expect(entry).toMatchObject({ action: 'invitation.refused', details: { by: 'held-back', code: 'policy-denied' } });
    expect((await desk.creates()).committed).toBe(0);
  });

  it('says so to the form that asks what became of it', async () => {
    const id = await waiting();
    await desk.policy(denyAll);
    const submissionKey = await keyOf(id);
    expect(failureOf(await checkSubmission({ ctx: desk.context(), input: { submissionKey } }))).toMatchObject({
      code: 'policy-denied',
      detail: 'Not allowed (rule “Finance”): Nobody comes in this week.',
    });
  });

  it('holds back a re-issue before its revoke: the old invitation stays open', async () => {
    const { id, again } = await sent();
    await desk.control('POST', '/faults', {
      operations: ['revoke'],
      kind: 'status',
      status: 429,
      body: 'grpc',
      retryAfter: 1,
      times: 1,
    });
    await reissue({ ctx: desk.context(), input: again });
    await desk.advance(2_000);
    await desk.policy(denyAll);
    expect(await reconcile(desk.system())).toMatchObject({ sent: 0 });
    expect(await recordOf(id)).toMatchObject({ state: 'pending' });
  });

  it('lets wait what waited when sending was paused, and go when it goes on; no ceiling counts it twice', async () => {
    const id = await waiting({ ticket: 'INC-7' });
    await desk.policy({ paused: true });
    expect(await reconcile(desk.system())).toMatchObject({ sent: 0 });
    expect(await recordOf(id)).toMatchObject({ state: 'intent' });
    await desk.policy({
      ceilings: { ...FIRST_POLICY.ceilings, perInviter: 1 },
      ticket: { required: true, pattern: 'INC-\\d+', hint: '' },
      purpose: { pattern: 'Audit of the engine', hint: '' },
    });
    expect(await reconcile(desk.system())).toMatchObject({ sent: 1 });
    expect(await recordOf(id)).toMatchObject({ state: 'pending' });
  });

  it('does not claim under a policy that was replaced after it was asked', async () => {
    const id = await waiting();
    const system = desk.system();
    const claim: typeof system.ledger.claim = async (...of) => {
      await desk.policy(denyAll);
      return system.ledger.claim(...of);
    };
    expect(await reconcile({ ...system, ledger: { ...system.ledger, claim } })).toMatchObject({ sent: 0 });
    expect(await recordOf(id)).toMatchObject({ state: 'intent' });
    expect((await desk.creates()).committed).toBe(0);
  });
});
