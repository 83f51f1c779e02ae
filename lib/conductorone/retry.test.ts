import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs, retryAfterMs } from './retry';
import { START } from './test-support';

test.each([
  ['0', 0],
  ['3', 3000],
  [' 2.5 ', 2500],
  ['Tue, 24 Nov 2026 10:00:07 GMT', 7000],
  ['Tue, 24 Nov 2026 09:00:00 GMT', 0],
  ['999999999', 86_400_000],
  [null, undefined],
  ['', undefined],
  ['-3', undefined],
  ['soon', undefined],
  ['2026', 2_026_000],
  ['2026-11-24T10:00:07Z', undefined],
  ['1e9', undefined],
])('Retry-After %j is %j ms', (header, ms) => {
  expect(retryAfterMs(header, START)).toBe(ms);
});

test('whatever the header says, the wait is undefined or from nothing to a day', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.integer().map(String),
        fc.date({ noInvalidDate: true }).map((d) => d.toUTCString()),
      ),
      (header) => {
        const ms = retryAfterMs(header, START);
        expect(ms === undefined || (ms >= 0 && ms <= 86_400_000)).toBe(true);
      },
    ),
  );
});

test('the wait doubles, half of it is random, and it is never shorter than asked for', () => {
  expect(backoffMs(1, undefined, () => 0)).toBe(100);
  expect(backoffMs(1, undefined, () => 1)).toBe(200);
  expect(backoffMs(2, undefined, () => 1)).toBe(400);
  expect(backoffMs(1, 3000, () => 0)).toBe(3100);
});
