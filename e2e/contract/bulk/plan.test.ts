import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { audit, people } from '@/lib/db/schema';
import { backToDraft } from '@/lib/invitations/bulk/back-to-draft';
import { confirm } from '@/lib/invitations/bulk/confirm';
import { acknowledge, fixAddresses } from '@/lib/invitations/bulk/mend-plan';
import { planDue, planOne } from '@/lib/invitations/bulk/plan-due';
import { startPlan } from '@/lib/invitations/bulk/start-plan';
import { invite } from '@/lib/invitations/invite';
import { type Actor, humanOf } from '@/lib/invitations/policy';
import { revoke } from '@/lib/invitations/revoke';
import { FIRST_POLICY } from '@/lib/invitations/rules/document';
import { sync } from '@/lib/invitations/sync';
import { type Desk, maya, openDesk } from '../verbs/desk';
import { aDraft, planned, rowsOf } from './plan-support';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.reset();
  await desk.policy();
  await desk.db.delete(people);
});

const lee: Actor = { ...maya, subject: 'lee', name: 'Lee Park', email: 'lee.park@acme.example' };
const somebody = () => `guest-${crypto.randomUUID().slice(0, 8)}@partner.example`;
const batchOf = async (id: string) => {
  const batch = await desk.system().batches.byId(id);
  if (batch === null) throw new Error('the batch is gone');
  return batch;
};
const confirmed = async (id: string, typed = '', actor = maya) =>
  confirm({ ctx: desk.context({ actor }), input: { id, plan: (await batchOf(id)).planHash, typed } });
const classes = async (id: string) => (await rowsOf(desk, id)).map((row) => row.class);

async function sent(email = somebody()): Promise<string> {
  const input = await desk.filled({ email, displayName: `Invited ${crypto.randomUUID().slice(0, 8)}` });
  const result = await invite({ ctx: desk.context(), input });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value.invitation.ledger?.id ?? '';
}

const requested = async (): Promise<Record<string, { requests: number }>> =>
  (await desk.control<{ byOperation: Record<string, { requests: number }> }>('GET', '/counters')).byOperation;

describe('planning', () => {
  it('sends nothing and asks the upstream for no row', async () => {
    const rows = Array.from({ length: 40 }, () => ({}));
    // What all share is remembered for a minute.
    await planned(desk, await aDraft(desk, [{ roleIds: [await desk.roleId('Basic User')] }]));
    const before = await requested();
    await planned(desk, await aDraft(desk, rows));
    expect(await requested()).toEqual(before);
    expect(before.create).toBeUndefined();
  });

  it('is one hash for one plan, and another for whatever is changed in it', async () => {
    const id = await aDraft(desk, [{ email: somebody() }, {}]);
    await planned(desk, id);
    const { planHash, plannedRows, plannedAt } = await batchOf(id);
    expect(planHash).toMatch(/^[0-9a-f]{64}$/);
    expect({ plannedRows, planned: plannedAt !== null }).toEqual({ plannedRows: 2, planned: true });
    await planned(desk, id);
    expect((await batchOf(id)).planHash).toBe(planHash);
    const [row] = await rowsOf(desk, id);
    await desk.system().batches.changeRows(id, [{ number: 1, content: { ...must(row?.content), purpose: 'Other' } }]);
    await planned(desk, id);
    const changed = (await batchOf(id)).planHash;
    expect(changed).not.toBe(planHash);
    await desk.policy({ requests: { expireAfterDays: 3 } });
    await planned(desk, id);
    expect((await batchOf(id)).planHash).not.toBe(changed);
  });

  it('says how fresh the copy is that it went by', async () => {
    const id = await aDraft(desk, [{}]);
    const before = await batchOf(id);
    expect(before.copiedAt).toBeNull();
    await sync(desk.system());
    await planned(desk, id);
    const { copiedAt } = await batchOf(id);
    const { directoryId } = await desk.filled();
    expect(copiedAt).toEqual((await desk.ledger.freshness()).get(directoryId));
  });

  it('of many rows is a job, and a plan that was cut off is made anew by the next one', async () => {
    const id = await aDraft(
      desk,
      Array.from({ length: 1_100 }, () => ({})),
    );
    const asked = await startPlan({ ctx: desk.context(), input: { id } });
    expect(asked).toMatchObject({ ok: true, value: { state: 'planning', plannedRows: 0 } });
    // A process that dies after its first rows.
    const { plans } = desk.system();
    const planning = must(await plans.begin(id));
    const some = (await rowsOf(desk, id)).slice(0, 500);
    expect(
      await plans.save(
        planning,
        some.map(({ number }) => ({ number, class: 'bad' as const, finding: {} })),
      ),
    ).toBe(true);
    expect((await batchOf(id)).plannedRows).toBe(500);
    await planDue(desk.system());
    expect(await batchOf(id)).toMatchObject({ state: 'planned', plannedRows: 1_100 });
    expect(new Set(await classes(id))).toEqual(new Set(['new']));
  });

  it('stops when a row is changed meanwhile, and leaves a draft', async () => {
    const id = await aDraft(desk, [{}, {}]);
    const { plans, batches } = desk.system();
    await plans.ask(id, humanOf(maya));
    const system = desk.system();
    // Somebody mends a row when the planner has read all and is about to write.
    const meddled = {
      ...system,
      plans: {
        ...system.plans,
        save: async (...args: Parameters<typeof plans.save>) => {
          await batches.changeRows(id, [{ number: 2, leftOut: true }]);
          return plans.save(...args);
        },
      },
    };
    await planOne(meddled, id);
    expect(await batchOf(id)).toMatchObject({ state: 'draft', planHash: '' });
    expect(await classes(id)).toEqual([null, null]);
    // And asked for anew in between, the first planner’s word does not count for the second plan.
    const first = must(await begun(id));
    await batches.changeRows(id, [{ number: 2, leftOut: false }]);
    await plans.ask(id, humanOf(maya));
    expect(await plans.save(first, [{ number: 1, class: 'bad', finding: {} }])).toBe(false);
    expect(await plans.finish(first, { hash: 'f'.repeat(64), copiedAt: null })).toBe(false);
  });

  it('is for one replica at a time', async () => {
    const id = await aDraft(desk, [{}]);
    await desk.system().plans.ask(id, humanOf(maya));
    await desk.ledger.exclusively(`plan.${id}`, () => planOne(desk.system(), id));
    expect(await batchOf(id)).toMatchObject({ state: 'planning' });
    await planOne(desk.system(), id);
    expect(await batchOf(id)).toMatchObject({ state: 'planned' });
  });

  it('waits while names are not to be had, and whoever asks for it is told', async () => {
    const id = await aDraft(desk, [{}]);
    // What was remembered of them is forgotten.
    await desk.advance(61_000);
    const down = { operations: ['list-directories', 'list-roles'], kind: 'status', status: 503, times: 40 };
    await desk.control('POST', '/faults', down);
    const asked = await startPlan({ ctx: desk.context(), input: { id } });
    expect(asked).toMatchObject({ ok: false, failure: { code: 'upstream-unavailable' } });
    expect(await batchOf(id)).toMatchObject({ state: 'draft' });
    await desk.system().plans.ask(id, humanOf(maya));
    await planDue(desk.system());
    expect(await batchOf(id)).toMatchObject({ state: 'planning' });
    await desk.control('DELETE', '/faults');
    await planDue(desk.system());
    expect(await batchOf(id)).toMatchObject({ state: 'planned' });
  });

  const begun = async (id: string) => {
    const { plans } = desk.system();
    await plans.ask(id, humanOf(maya));
    return plans.begin(id);
  };
});

describe('confirming', () => {
  it('lets go exactly what was shown, in the name of whoever confirms, with an entry in the audit', async () => {
    const email = somebody();
    await sent(email);
    const id = await aDraft(desk, [{}, { email }, { email: 'nobody' }, {}]);
    await planned(desk, id);
    const { planHash } = await batchOf(id);
    const done = await confirmed(id, '', lee);
    expect(done).toMatchObject({ ok: true, value: { state: 'running', sendAfter: null, actor: { name: 'Lee Park' } } });
    expect((await rowsOf(desk, id)).map((row) => row.state)).toEqual(['waiting', 'skipped', 'skipped', 'waiting']);
    const [entry] = await desk.db.select().from(audit).orderBy(desc(audit.sequence)).limit(1);
    expect(entry).toMatchObject({
      action: 'batch.confirmed',
      details: {
        batch: id,
        plan: planHash,
        going: 2,
        leftOut: 2,
        byClass: { new: 2, pending: 1, bad: 1 },
        holdMinutes: 0,
      },
    });
  });

  it('twice, at once or later, says the same and does it once', async () => {
    const id = await aDraft(desk, [{}]);
    await planned(desk, id);
    const { planHash: plan } = await batchOf(id);
    const again = () => confirm({ ctx: desk.context(), input: { id, plan, typed: '' } });
    const both = await Promise.all([again(), again()]);
    const third = await again();
    for (const done of [...both, third]) expect(done).toMatchObject({ ok: true, value: { id, state: 'running' } });
    const entries = await desk.db.select().from(audit).where(eq(audit.action, 'batch.confirmed'));
    expect(entries.filter(({ details }) => (details as { batch: string }).batch === id)).toHaveLength(1);
  });

  it('shows again what changed in the meantime, and those rows only', async () => {
    const email = somebody();
    const id = await aDraft(desk, [{}, { email }, {}]);
    await planned(desk, id);
    const shown = (await batchOf(id)).planHash;
    await sent(email);
    const { committed } = await desk.creates();
    expect(await confirmed(id)).toMatchObject({ ok: false, failure: { code: 'plan-changed' } });
    const rows = await rowsOf(desk, id);
    expect(rows.map((row) => [row.class, row.changed])).toEqual([
      ['new', false],
      ['pending', true],
      ['new', false],
    ]);
    expect(rows.every(({ state }) => state === 'draft')).toBe(true);
    expect((await desk.creates()).committed).toBe(committed);
    // What was shown first is not to be had any more; what is shown now is.
    const old = await confirm({ ctx: desk.context(), input: { id, plan: shown, typed: '' } });
    expect(old).toMatchObject({ ok: false, failure: { code: 'plan-changed' } });
    expect((await confirmed(id)).ok).toBe(true);
    expect((await rowsOf(desk, id)).map((row) => row.changed)).toEqual([false, false, false]);
  });

  it('shows again whom the policy asks for approval since, and goes on where it changed nothing', async () => {
    const asking = (of: { roles: ('admin' | 'auditor')[] }) => ({
      rules: [{ id: 'ask', name: 'Ask', when: {}, verdict: { answer: 'needs-approval' as const, of } }],
    });
    await desk.policy(asking({ roles: ['admin'] }));
    const id = await aDraft(desk, [{}]);
    await planned(desk, id);
    await desk.policy(asking({ roles: ['auditor'] }));
    expect(await confirmed(id)).toMatchObject({ ok: false, failure: { code: 'plan-changed' } });
    await desk.policy({ ...asking({ roles: ['auditor'] }), requests: { expireAfterDays: 5 } });
    expect((await confirmed(id)).ok).toBe(true);
  });

  it('of a plan that is void, or of nothing to send, is refused', async () => {
    const id = await aDraft(desk, [{ email: 'nobody' }]);
    await planned(desk, id);
    expect(await confirmed(id)).toMatchObject({ ok: false, failure: { code: 'nothing-to-send' } });
    const { planHash: plan } = await batchOf(id);
    expect((await backToDraft({ ctx: desk.context(), input: { id } })).ok).toBe(true);
    const late = await confirm({ ctx: desk.context(), input: { id, plan, typed: '' } });
    expect(late).toMatchObject({ ok: false, failure: { code: 'plan-changed' } });
    const auditor: Actor = { ...maya, roles: ['auditor'] };
    const never = await confirm({ ctx: desk.context({ actor: auditor }), input: { id, plan, typed: '' } });
    expect(never).toMatchObject({ ok: false, failure: { code: 'forbidden' } });
  });

  it('cannot be overtaken by a change of the rows', async () => {
    const id = await aDraft(desk, [{}]);
    await planned(desk, id);
    const { planHash } = await batchOf(id);
    await desk.system().batches.changeRows(id, [{ number: 1, leftOut: true }]);
    const how = { hash: planHash, policy: 1, holdMinutes: 0, actor: humanOf(maya), requestId: 'test' };
    expect(await desk.system().plans.confirm(id, planHash, how)).toBeNull();
    expect((await batchOf(id)).confirmedAt).toBeNull();
  });

  it('holds it for as long as the policy says', async () => {
    await desk.policy({ holdMinutes: 5 });
    const id = await aDraft(desk, [{}]);
    await planned(desk, id);
    expect(await confirmed(id)).toMatchObject({ ok: true, value: { state: 'held', startedAt: null } });
    const { sendAfter, confirmedAt } = await batchOf(id);
    expect(must(sendAfter).getTime() - must(confirmedAt).getTime()).toBe(300_000);
  });
});

describe('mending a plan', () => {
  it('takes the address that was meant, and lets another go with a word', async () => {
    await desk.policy({ ...FIRST_POLICY, domains: { allowed: [], denied: [], own: ['acme.example'] } });
    const id = await aDraft(desk, [
      { email: 'zoe@acrne.example', displayName: 'Zoe A' },
      { email: 'yan@acrne.example', displayName: 'Yan B' },
      { email: 'xia@acrne.example', displayName: 'Xia C' },
    ]);
    expect((await planned(desk, id)).map((row) => row.class)).toEqual(['lookalike', 'lookalike', 'lookalike']);
    const fixed = await fixAddresses({ ctx: desk.context(), input: { id, numbers: [1] } });
    expect(fixed).toMatchObject({ ok: true, value: { rows: 1, batch: { state: 'planned' } } });
    const input = { id, class: 'lookalike' as const, numbers: [2], because: 'They told us on the phone' };
    expect(await acknowledge({ ctx: desk.context(), input })).toMatchObject({ ok: true, value: { rows: 1 } });
    const rows = await rowsOf(desk, id);
    expect(rows.map((row) => [row.class, row.content.email, row.acknowledged])).toEqual([
      ['new', 'zoe@acme.example', ''],
      ['lookalike', 'yan@acrne.example', 'They told us on the phone'],
      ['lookalike', 'xia@acrne.example', ''],
    ]);
    expect((await confirmed(id)).ok).toBe(true);
    expect((await rowsOf(desk, id)).map((row) => row.state)).toEqual(['waiting', 'waiting', 'skipped']);
  });

  it('asks for approval of what looks like another only once somebody says why', async () => {
    await desk.policy({
      domains: { allowed: [], denied: [], own: ['acme.example'] },
      rules: [{ id: 'ask', name: 'Ask', when: {}, verdict: { answer: 'needs-approval', of: { roles: ['admin'] } } }],
    });
    const id = await aDraft(desk, [{ email: 'zoe@acrne.example' }]);
    expect((await planned(desk, id))[0]).toMatchObject({
      class: 'lookalike',
      finding: { approvers: 'an administrator' },
    });
    const input = { id, class: 'lookalike' as const, numbers: null, because: 'It is theirs' };
    await acknowledge({ ctx: desk.context(), input });
    expect((await rowsOf(desk, id))[0]).toMatchObject({ class: 'needs-approval', finding: { warnings: [{}] } });
  });
});

describe('a bulk revoke or re-issue', () => {
  it('says of each what can be done with it', async () => {
    const [open, gone] = [await sent(), await sent()];
    await revoke({ ctx: desk.context(), input: { id: gone, reason: 'Not coming' } });
    const targets = [open, gone, open, crypto.randomUUID()].map((targetId) => ({ targetId }));
    const toRevoke = await planned(desk, await aDraft(desk, targets, { kind: 'revoke', reason: 'The fair is off' }));
    expect(toRevoke.map((row) => row.class)).toEqual(['ready', 'over', 'twice', 'over']);
    expect(toRevoke[1]?.finding.because).toEqual(['It is revoked already.']);
    const toSend = await planned(desk, await aDraft(desk, targets.slice(0, 2), { kind: 'reissue', reason: 'Lost' }));
    expect(toSend.map((row) => row.class)).toEqual(['ready', 'ready']);
  });

  it('is judged by the policy where it sends again', async () => {
    const open = await sent();
    await desk.policy({ domains: { allowed: [], denied: ['partner.example'], own: [] } });
    const made = { kind: 'reissue' as const, reason: 'Lost' };
    const [row] = await planned(desk, await aDraft(desk, [{ targetId: open }], made));
    expect(row?.class).toBe('denied');
  });

  it('of more than ten asks for the number', async () => {
    const targets: { targetId: string }[] = [];
    for (let made = 0; made < 11; made += 1) targets.push({ targetId: await sent() });
    const id = await aDraft(desk, targets, { kind: 'revoke', reason: 'The fair is off' });
    await planned(desk, id);
    expect(await confirmed(id, '10')).toMatchObject({ ok: false, failure: { code: 'invalid-input' } });
    expect((await batchOf(id)).confirmedAt).toBeNull();
    expect(await confirmed(id, '11')).toMatchObject({ ok: true, value: { state: 'running' } });
  });
});

function must<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('there is none');
  return value;
}
