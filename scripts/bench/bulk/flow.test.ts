import { expect, test } from 'vitest';
import { backAfter, refusedPercent, sustained } from './flow';

const every = (ms: number, from: number, to: number) =>
  Array.from({ length: Math.floor((to - from) / ms) }, (_, at) => ({
    atMs: from + at * ms,
    committed: true,
    refused: false,
  }));

test('what was carried out counts, and what was refused only as a share', () => {
  const all = [...every(20, 0, 1_000), { atMs: 30_000, committed: false, refused: true }];
  expect(sustained(all)).toBeCloseTo(50);
  expect(refusedPercent(all)).toBeCloseTo(100 / 51);
});

test('it is back where the first stretch at the new speed begins, and never where there is none', () => {
  const all = [...every(100, 0, 4_000), ...every(20, 4_000, 10_000)];
  const asked = { fromMs: 1_000, untilMs: 10_000, perSecond: 45, stretchMs: 2_000 };
  expect(backAfter(all, asked)).toBe(2_800);
  expect(backAfter(all, { ...asked, perSecond: 60 })).toBe(Number.POSITIVE_INFINITY);
  expect(backAfter(all, { ...asked, untilMs: 4_000 })).toBe(Number.POSITIVE_INFINITY);
});
