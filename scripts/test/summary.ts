import type { Outcome } from './run-step';

/** One table, and as its last line, alone, the sum: `N passed, N failed`. */
export function summary(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ name, passed, failed, ms, note }) =>
    [
      failed === 0 ? 'ok    ' : 'FAILED',
      name.padEnd(10),
      `${passed} passed`.padStart(12),
      failed === 0 ? ''.padStart(12) : `${failed} failed`.padStart(12),
      `${(ms / 1000).toFixed(1)} s`.padStart(9),
      note,
    ]
      .join('  ')
      .trimEnd(),
  );
  const sum = (of: 'passed' | 'failed' | 'ms') => outcomes.reduce((total, outcome) => total + outcome[of], 0);
  return `\n${rows.join('\n')}\n\n${(sum('ms') / 1000).toFixed(0)} s in all\n\n${sum('passed')} passed, ${sum('failed')} failed`;
}
