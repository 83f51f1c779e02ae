import { expect, test } from 'vitest';
import type { SystemContext } from './context';
import type { UpstreamInvitation } from './ports';
import { storedBehind } from './stored-behind';

const STARTED = new Date(0);
const ctx = { ledger: { now: async () => STARTED } } as unknown as SystemContext;
const page = (from: number, count = 1_000) =>
  Array.from({ length: count }, (_, at) => ({ id: `id-${from + at}` }) as UpstreamInvitation);

/** A store whose work ends when it is told to. */
function storeByHand() {
  const begun: { size: number; end(): void; fail(error: Error): void }[] = [];
  const store = (batch: UpstreamInvitation[]) =>
    new Promise<void>((resolve, reject) => {
      begun.push({ size: batch.length, end: resolve, fail: reject });
    });
  return { begun, store };
}

/** Whether `work` is over once everything that waits for nothing else has been done. */
async function isOver(work: Promise<void>): Promise<boolean> {
  let over = false;
  work.then(() => {
    over = true;
  });
  await new Promise((resume) => setImmediate(resume));
  return over;
}

test('two batches are stored at once while the next fills, and the third waits for one of them', async () => {
  const { begun, store } = storeByHand();
  const storing = storedBehind(ctx, STARTED, store);
  await storing.take(page(0));
  await storing.take(page(1_000));
  await storing.take(page(2_000, 400));
  expect(begun.map(({ size }) => size)).toEqual([1_000, 1_000]);
  const third = storing.take(page(2_400, 600));
  expect(await isOver(third)).toBe(false);
  begun[0]?.end();
  await third;
  expect(begun.map(({ size }) => size)).toEqual([1_000, 1_000, 1_000]);
});

test('one that comes again is stored after the batch that has it is done', async () => {
  const { begun, store } = storeByHand();
  const storing = storedBehind(ctx, STARTED, store);
  await storing.take(page(0));
  const again = storing.take(page(999));
  expect(await isOver(again)).toBe(false);
  expect(begun).toHaveLength(1);
  begun[0]?.end();
  await again;
  expect(begun).toHaveLength(2);
});

test('the end comes when all is stored, and a store that fails is told there', async () => {
  const { begun, store } = storeByHand();
  const storing = storedBehind(ctx, STARTED, store);
  await storing.take(page(0));
  const end = storing.end();
  expect(await isOver(end.catch(() => undefined))).toBe(false);
  begun[0]?.fail(new Error('full'));
  begun[1]?.end();
  await expect(end).rejects.toThrow('full');
});
