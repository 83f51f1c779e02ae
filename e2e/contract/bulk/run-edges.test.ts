import { and, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { stopAsAnother } from '@/lib/db/installation';
import { attempts, installation } from '@/lib/db/schema';
import { type batches, batchRows } from '@/lib/db/schema-bulk';
import { retryRows } from '@/lib/invitations/bulk/control-run';
import { actOnRow } from '@/lib/invitations/bulk/run-act';
import { runBatches } from '@/lib/invitations/bulk/run-batches';
import type { OtherRows } from '@/lib/invitations/bulk/run-turn';
import { humanOf } from '@/lib/invitations/policy';
import { reconcile } from '@/lib/invitations/reconcile';
import { openDesk } from '../verbs/desk';
import { admin, confirmed } from './confirmed';

let desk: Awaited<ReturnType<typeof openDesk>>;
beforeAll(async () => {
  desk = await openDesk({ settleMs: 500 });
});
afterEach(() => desk.reset());
afterAll(() => desk.close());

const others: OtherRows = {
  ask: () => Promise.reject(new Error('no row of these tests needs a word')),
  act: actOnRow,
};
const by = { actor: humanOf(admin), requestId: 'test' };
const run = (signal = new AbortController().signal) => runBatches(desk.system(), others, signal);
const states = async (id: string) => (await desk.system().batches.counts(id)).byState;
const stateOf = async (id: string) => (await desk.system().batches.byId(id))?.state;

async function batch(count: number, change: Partial<typeof batches.$inferInsert> = {}) {
  const listed = await desk.system().catalog.directories({ requestId: 'test' });
  const directoryId = listed.ok ? (listed.value[0]?.id ?? '') : '';
  return confirmed(desk, count, {
    state: 'running',
    shared: { directoryId, roleIds: [], sponsorUserId: '', purpose: 'The fair', ticket: '' },
    actorSubject: admin.subject,
    actorRole: 'admin',
    ...change,
  });
}

it('what was of unknown outcome when its run was cancelled, and is proven unsent, stays unsent', async () => {
  await desk.control('POST', '/faults', { kind: 'drop', operations: ['create'], times: 1 });
  const { id } = await batch(1);
  const { runs, ledger } = desk.system();
  const end = new AbortController();
  const turn = run(end.signal);
  await expect.poll(async () => (await states(id)).unknown ?? 0, { timeout: 10_000 }).toBe(1);
  end.abort();
  await turn;
  await runs.cancel(id, by);
  for (const step of [4_000, 1_000, 1_000]) {
    await desk.advance(step);
    await reconcile(desk.system());
  }
  const [waits] = await desk.db
    .select()
    .from(attempts)
    .where(and(eq(attempts.batchId, id), eq(attempts.state, 'intent')));
  expect(waits).toBeDefined();
  expect(await ledger.claim(waits?.id ?? '', { owner: 'a sender', ms: 3_000 })).toBeNull();
  await run();
  expect(await states(id)).toEqual({ cancelled: 1 });
  expect((await desk.creates()).committed).toBe(0);
});

it('rows that are tried again in a paused run wait until it goes on', async () => {
  await desk.control('POST', '/faults', { kind: 'status', status: 403, operations: ['create'], times: 1 });
  const { id } = await batch(1);
  await run();
  expect(await states(id)).toEqual({ failed: 1 });
  const input = { id, row: 1, code: undefined };
  expect(await retryRows({ ctx: desk.context({ actor: admin }), input })).toEqual({ ok: true, value: { changed: 1 } });
  await desk.system().runs.pause(id, by);
  await retryRows({ ctx: desk.context({ actor: admin }), input });
  expect(await stateOf(id)).toBe('paused');
  await desk.system().runs.resume(id, by);
  await run();
  expect(await states(id)).toEqual({ done: 1 });
  expect((await desk.creates()).committed).toBe(1);
});

it('a revoke whose invitation could not be read just now waits, and fails nobody', async () => {
  const sent = await batch(2);
  await run();
  const rows = await desk.system().batches.rows(sent.id, { filter: {}, after: 0, limit: 2 });
  const revoking = await batch(2, { kind: 'revoke', reason: 'The fair is over' });
  for (const { number, invitationId } of rows) {
    const ofRow = and(eq(batchRows.batchId, revoking.id), eq(batchRows.number, number));
    await desk.db.update(batchRows).set({ targetId: invitationId }).where(ofRow);
  }
  await desk.control('POST', '/faults', { kind: 'status', status: 429, operations: ['get'], times: 3 });
  await run();
  expect(await states(revoking.id)).toEqual({ done: 2 });
});

it('of a restored database nothing goes out that was in no ledger: the original may have sent it', async () => {
  const { id } = await batch(2);
  await desk.db.transaction((tx) => stopAsAnother(tx, 'A test'));
  expect(await states(id)).toEqual({ cancelled: 2 });
  await desk.db.update(installation).set({ sendingStopped: false });
  await run();
  expect(await stateOf(id)).toBe('done');
  expect((await desk.creates()).requests).toBe(0);
});
