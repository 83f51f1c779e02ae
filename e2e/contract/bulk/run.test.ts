import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { attempts } from '@/lib/db/schema';
import { runBatches } from '@/lib/invitations/bulk/run-batches';
import type { OtherRows } from '@/lib/invitations/bulk/run-turn';
import { humanOf } from '@/lib/invitations/policy';
import { reconcile } from '@/lib/invitations/reconcile';
import { openDesk } from '../verbs/desk';
import { admin, confirmed } from './confirmed';

let desk: Awaited<ReturnType<typeof openDesk>>;
let directoryId = '';
beforeAll(async () => {
  desk = await openDesk({ settleMs: 500 });
});
afterEach(() => desk.reset());
afterAll(() => desk.close());

const others: OtherRows = {
  ask: () => Promise.reject(new Error('no row of these tests needs a word')),
  act: () => Promise.reject(new Error('no row of these tests is a revoke')),
};
const by = { actor: humanOf(admin), requestId: 'test' };
const run = (signal = new AbortController().signal) => runBatches(desk.system(), others, signal);

async function batch(count: number) {
  const listed = await desk.system().catalog.directories({ requestId: 'test' });
  directoryId = listed.ok ? (listed.value[0]?.id ?? '') : '';
  return confirmed(desk, count, {
    state: 'running',
    shared: { directoryId, roleIds: [], sponsorUserId: '', purpose: 'The fair', ticket: '' },
    actorSubject: admin.subject,
    actorRole: 'admin',
  });
}

const states = async (id: string) => (await desk.system().batches.counts(id)).byState;
const stateOf = async (id: string) => (await desk.system().batches.byId(id))?.state;

/** How often each of these addresses was invited, by the upstream's own word. */
async function invited(emails: readonly string[]): Promise<number[]> {
  const { invitations } = await desk.control<{ invitations: { email: string }[] }>('GET', '/invitations?limit=20000');
  return emails.map((email) => invitations.filter((each) => each.email === email).length);
}

it('sends each row once, however many runners there are, and ends', async () => {
  const { id, emails } = await batch(120);
  const turns = await Promise.all([run(), run(), run()]);
  expect(turns.filter((turn) => turn !== null)).toEqual([{ left: false }]);
  expect(await states(id)).toEqual({ done: 120 });
  expect(await stateOf(id)).toBe('done');
  expect(await invited(emails)).toEqual(emails.map(() => 1));
});

it('obeys the upstream that asks it to slow down, and loses nothing over it', async () => {
  await desk.control('PATCH', '/settings', { rateLimit: { perSecond: 20, burst: 5, retryAfter: 1 } });
  const { id, emails } = await batch(40);
  await run();
  expect(await states(id)).toEqual({ done: 40 });
  expect(await invited(emails)).toEqual(emails.map(() => 1));
});

it('that is broken off goes on where it was: nothing twice, nothing lost', async () => {
  await desk.control('PATCH', '/settings', { latencyMs: 30 });
  const { id, emails } = await batch(60);
  const end = new AbortController();
  const first = run(end.signal);
  await expect.poll(async () => (await states(id)).done ?? 0, { timeout: 10_000 }).toBeGreaterThan(5);
  end.abort();
  expect(await first).toEqual({ left: true });
  expect((await states(id)).done).toBeLessThan(60);
  await run();
  expect(await states(id)).toEqual({ done: 60 });
  expect(await invited(emails)).toEqual(emails.map(() => 1));
});

it('is paused, and cancelled in the middle: what left is there, and nothing leaves any more', async () => {
  await desk.control('PATCH', '/settings', { latencyMs: 30 });
  const { id, emails } = await batch(80);
  const { runs } = desk.system();
  const turn = run();
  await expect.poll(async () => (await states(id)).done ?? 0, { timeout: 10_000 }).toBeGreaterThan(5);
  const { changed } = (await runs.cancel(id, by)) ?? { changed: 0 };
  await turn;
  const { done = 0, cancelled = 0, ...rest } = await states(id);
  expect(rest).toEqual({});
  expect(cancelled).toBe(changed);
  expect(done + cancelled).toBe(80);
  expect((await invited(emails)).reduce((sum, each) => sum + each, 0)).toBe(done);
  expect(await stateOf(id)).toBe('cancelled');
});

it('whose answers were lost is settled by the reconciler, and the rows follow', async () => {
  const { id, emails } = await batch(6);
  await desk.control('POST', '/faults', { kind: 'commit-then-drop', operations: ['create'], times: 2 });
  await desk.control('POST', '/faults', { kind: 'drop', operations: ['create'], times: 2 });
  const turn = run();
  await expect.poll(async () => (await states(id)).unknown ?? 0, { timeout: 10_000 }).toBe(4);
  // Their leases end, and two complete reads lie a settle time apart.
  for (const step of [4_000, 1_000, 1_000]) {
    await desk.advance(step);
    await reconcile(desk.system());
  }
  await turn;
  expect(await states(id)).toEqual({ done: 6 });
  expect(await invited(emails)).toEqual(emails.map(() => 1));
  const tried = await desk.db.select().from(attempts).where(eq(attempts.batchId, id));
  expect(tried).toHaveLength(6);
});

it('sends nothing while sending is paused, and what a stricter policy refuses fails with its words', async () => {
  const { id, emails } = await batch(3);
  await desk.policy({ paused: true, pausedBecause: 'An incident' });
  const end = new AbortController();
  const turn = run(end.signal);
  await expect.poll(async () => (await states(id)).waiting, { timeout: 5_000 }).toBe(3);
  end.abort();
  await turn;
  expect(await invited(emails)).toEqual([0, 0, 0]);
  await desk.policy({ paused: false, domains: { allowed: [], denied: ['partner.example'], own: [] } });
  await run();
  expect(await states(id)).toEqual({ failed: 3 });
  expect(await invited(emails)).toEqual([0, 0, 0]);
  await desk.policy({});
});
