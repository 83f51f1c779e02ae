import { expect, test } from 'vitest';
import { counts } from './counts';
import { summary } from './summary';

test('the last line is the sum, alone, and a failed step stands out', () => {
  const text = summary([
    { name: 'lint', passed: 1, failed: 0, ms: 1_234, note: '' },
    { name: 'browser', passed: 40, failed: 2, ms: 60_000, note: 'Chromium already on this machine' },
  ]);
  const lines = text.split('\n');
  expect(lines.at(-1)).toBe('41 passed, 2 failed');
  expect(lines.filter((line) => line.startsWith('FAILED'))).toEqual([expect.stringContaining('browser')]);
  expect(text).toContain('61 s in all');
});

test('what a runner skipped counts as failed, and a report of another shape counts as none', () => {
  expect(counts('vitest', { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2 })).toEqual({
    passed: 5,
    failed: 3,
  });
  const stats = { expected: 7, unexpected: 1, flaky: 1, skipped: 1 };
  expect(counts('playwright', { stats })).toEqual({ passed: 7, failed: 3 });
  expect(counts('playwright', {})).toBeNull();
});
