import { expect, test } from 'vitest';
import { percentile, row, table } from './row';

test('a row says how it stands to its reference and its bar', () => {
  expect(row('a', 60, 'ms', { reference: 50 })).toMatchObject({ ratio: 1.2, bar: null, holds: null });
  expect(row('b', 1, 'requests', { bar: 1 })).toMatchObject({ ratio: null, holds: true });
  expect(row('c', 2, 'requests', { bar: 1 }).holds).toBe(false);
  expect(row('d', 47, '/s', { least: 47.5 })).toMatchObject({ bar: 47.5, barIs: 'least', holds: false });
  expect(row('d', 48, '/s', { least: 47.5 }).holds).toBe(true);
  expect(table([row('d', 48, '/s', { least: 47.5 })])).toContain('≥ 47.5');
  expect(table([row('c', 2, 'requests', { bar: 1 })])).toContain('BROKEN');
});

test('a percentile is a value that was measured', () => {
  const values = [5, 1, 4, 2, 3];
  expect([0.5, 0.95, 1, 0].map((share) => percentile(values, share))).toEqual([3, 5, 5, 1]);
  expect(percentile([], 0.5)).toBeNaN();
});
