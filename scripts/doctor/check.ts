/** How one check ended. `mend` says what to do about a failure, in sentences for an administrator. */
export type Outcome = { ok: true; says: string } | { ok: false; says: string; mend: string[] };

export type Result = { name: string; outcome: Outcome | { ok: null } };

/** A check; it runs only when all that it `needs` went well. */
export type Check = { name: string; needs: readonly string[]; run(): Outcome | Promise<Outcome> };

export const good = (says: string): Outcome => ({ ok: true, says });
export const bad = (says: string, ...mend: string[]): Outcome => ({ ok: false, says, mend });

/**
 * Runs checks in their order. One whose needs failed, or were not checked themselves, is not run: its failure would say
 * nothing new. A check that throws has a defect and is told as a failure.
 */
export async function runChecks(checks: readonly Check[]): Promise<Result[]> {
  const results: Result[] = [];
  const passed = new Set<string>();
  for (const { name, needs, run } of checks) {
    if (!needs.every((need) => passed.has(need))) {
      results.push({ name, outcome: { ok: null } });
      continue;
    }
    let outcome: Outcome;
    try {
      outcome = await run();
    } catch (error) {
      const kind = error instanceof Error ? error.name : typeof error;
      outcome = bad(`The check itself failed (${kind}).`, 'Report this as a defect of the doctor.');
    }
    if (outcome.ok) passed.add(name);
    results.push({ name, outcome });
  }
  return results;
}

/** The results as a person reads them: a line per check, and under a failed one what to mend. */
export function format(results: readonly Result[]): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  return results
    .flatMap(({ name, outcome }) => {
      const label = name.padEnd(width);
      if (outcome.ok === null) return [`– ${label}  not checked`];
      if (outcome.ok) return [`✓ ${label}  ${outcome.says}`];
      return [`✗ ${label}  ${outcome.says}`, ...outcome.mend.map((line) => `  ${' '.repeat(width)}  → ${line}`)];
    })
    .join('\n');
}
