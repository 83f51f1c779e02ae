import { sql } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { systemClock } from '@/lib/clock';
import { appendAudit } from '@/lib/db/audit';
import { clockOf, databaseNow } from '@/lib/db/connection';
import { createDeliveries } from '@/lib/db/deliveries';
import { inTransaction } from '@/lib/db/transaction';
import type { Log } from '@/lib/invitations/ports';
import type { Reader } from '@/lib/invitations/telling/deliveries';
import { type Courier, tell } from '@/lib/invitations/telling/tell';
import { testDatabase } from '../db/support';

const database = testDatabase();
const silent: Log = { info() {}, warn() {}, error() {} };
const HOUR_MS = 3_600_000;
let aheadMs = 0;

const store = () =>
  createDeliveries(
    database,
    clockOf(() => sql`${databaseNow.expression()} + ${aheadMs}::float8 * interval '1 millisecond'`),
  );

/** Tells one address of every entry called "tried". */
const reader: Reader = {
  name: 'mail',
  fan: async (events) =>
    events
      .filter(({ action }) => action === 'tried')
      .map(({ sequence, action }) => ({
        channel: 'mail',
        kind: action,
        recipient: 'ana@acme.example',
        key: `mail:${sequence}`,
        sequence,
        payload: { sequence },
      })),
};

function turn(courier: Courier | null, readers: Reader[] = [reader]) {
  return tell({
    clock: { now: () => new Date(systemClock.now().getTime() + aheadMs), monotonicMs: systemClock.monotonicMs },
    log: silent,
    deliveries: store(),
    readers,
    couriers: courier === null ? {} : { mail: courier },
    random: () => 0,
  });
}

const toAna = async () => (await store().log('ana@acme.example', 10)).map(({ delivery }) => delivery);

const append = (action: string) =>
  inTransaction(database.db, (tx) => appendAudit(tx, { action, actor: null, requestId: 'r' }));

/** A courier that keeps what it was given and answers `answer`. */
function courier(answer: Partial<Awaited<ReturnType<Courier>>> = {}) {
  const given: string[] = [];
  const send: Courier = async ({ id }) => {
    given.push(id);
    return { ok: true, status: 250, problem: '', permanent: false, ...answer };
  };
  return { given, send };
}

beforeEach(async () => {
  aheadMs = 0;
  await store().begin(['mail']);
  await database.db.execute(sql`delete from delivery`);
  await turn(null);
  await database.db.execute(sql`delete from delivery`);
});

test('tells of an entry once, however many turns and replicas there are', async () => {
  await append('tried');
  await append('of-no-interest');
  const { given, send } = courier();
  await Promise.all([turn(send), turn(send), turn(send)]);
  await turn(send);
  expect(given).toHaveLength(1);
  expect(await toAna()).toMatchObject([{ state: 'delivered', tries: 1, kind: 'tried' }]);
});

test('an entry whose transaction is rolled back is told to nobody, and the one after it is', async () => {
  await expect(
    inTransaction(database.db, async (tx) => {
      await appendAudit(tx, { action: 'tried', actor: null, requestId: 'rolled-back' });
      throw new Error('the change failed');
    }),
  ).rejects.toThrow('the change failed');
  await append('tried');
  const { given, send } = courier();
  await turn(send);
  expect(given).toHaveLength(1);
});

test('a process that dies after the try and before its record tries again under the same id', async () => {
  await append('tried');
  const ids: string[] = [];
  const dies: Courier = async ({ id }) => {
    ids.push(id);
    throw new Error('the process died');
  };
  await expect(turn(dies)).rejects.toThrow('the process died');
  const { given, send } = courier();
  // Somebody may still be at it until the lease is over.
  await turn(send);
  expect(given).toEqual([]);
  aheadMs = 61_000;
  await turn(send);
  expect(given).toEqual(ids);
});

test('a reader that breaks leaves its mark where it was', async () => {
  await append('tried');
  const broken: Reader = { ...reader, fan: () => Promise.reject(new Error('the reader broke')) };
  await expect(turn(null, [broken])).rejects.toThrow('the reader broke');
  const { given, send } = courier();
  await turn(send);
  expect(given).toHaveLength(1);
});

test('tries again later and later, keeps a log, and gives up in the end', async () => {
  await append('tried');
  const { given, send } = courier({ ok: false, status: 451, problem: 'greylisted' });
  const dueAfter: number[] = [];
  for (let tries = 1; tries <= 10; tries += 1) {
    await turn(send);
    const [delivery] = await toAna();
    expect(delivery?.tries).toBe(tries);
    if (delivery?.state !== 'waiting') break;
    dueAfter.push(delivery.dueAt.getTime() - delivery.updatedAt.getTime());
    aheadMs += dueAfter.at(-1) ?? 0;
  }
  expect(new Set(given).size).toBe(1);
  expect(dueAfter).toHaveLength(9);
  expect([...dueAfter].sort((a, b) => a - b)).toEqual(dueAfter);
  expect(dueAfter.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(24 * HOUR_MS);
  const found = await store().byId(given[0] ?? '');
  expect(found?.delivery).toMatchObject({ state: 'failed', lastProblem: 'greylisted' });
  expect(found?.tries.map(({ number, status }) => [number, status])).toEqual(
    Array.from({ length: 10 }, (_, index) => [index + 1, 451]),
  );
  // Somebody mended what was wrong.
  const mended = courier();
  await turn(mended.send);
  expect(mended.given).toEqual([]);
  expect(await store().again(given[0] ?? '')).toBe(true);
  await turn(mended.send);
  expect(mended.given).toEqual([given[0]]);
});

test('what will never be taken is given up at once', async () => {
  await append('tried');
  await turn(courier({ ok: false, status: 550, problem: 'no such mailbox', permanent: true }).send);
  expect(await toAna()).toMatchObject([{ state: 'failed', tries: 1 }]);
});

test('a channel that is off takes no try away', async () => {
  await append('tried');
  await turn(null);
  expect(await toAna()).toMatchObject([{ state: 'waiting', tries: 0 }]);
});

test('forgets what ended long ago, and nothing that waits', async () => {
  await append('tried');
  await turn(courier().send);
  await append('tried');
  await turn(null);
  aheadMs = 31 * 24 * HOUR_MS;
  expect(await store().forget(new Date(Date.now() + aheadMs))).toBe(1);
  expect(await toAna()).toMatchObject([{ state: 'waiting' }]);
});
