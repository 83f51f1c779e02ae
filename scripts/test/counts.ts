import { z } from 'zod';

const vitest = z.object({ numPassedTests: z.number(), numFailedTests: z.number(), numPendingTests: z.number() });
const playwright = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

/** How many tests passed and failed by a runner's own report. Nothing may be skipped here: a skipped test counts as failed. */
export function counts(kind: 'vitest' | 'playwright', report: unknown): { passed: number; failed: number } | null {
  if (kind === 'vitest') {
    const read = vitest.safeParse(report);
    if (!read.success) return null;
    return { passed: read.data.numPassedTests, failed: read.data.numFailedTests + read.data.numPendingTests };
  }
  const read = playwright.safeParse(report);
  if (!read.success) return null;
  const { expected, unexpected, flaky, skipped } = read.data.stats;
  return { passed: expected, failed: unexpected + flaky + skipped };
}
