import { sql } from 'drizzle-orm';
import type { Database } from '@/lib/db/connection';
import { type AppUnderFire, lookFor } from './app-under-fire';

/** The most that may pass from a start after a kill until the app answers and has looked after what was left behind. */
export const GOES_ON_WITHIN_MS = 5_000;
const LOOK_FOR_MS = 30_000;

/** Kills and starts the app, and measures until it answers and its first look at what was left behind is done. */
export async function killAndMeasure(
  { db }: Database,
  app: AppUnderFire,
  againMs: number | null,
): Promise<{ readyMs: number; goesOnMs: number }> {
  const { rows } = await db.execute<{ now: string }>(sql`select clock_timestamp()::text as now`);
  const killedAt = rows[0]?.now ?? '';
  const { startedAt } = await app.kill(againMs);
  const readyMs = performance.now() - startedAt;
  // The job is the last thing that the app does: a row that was begun after the kill is the new process's.
  const done = async () => {
    const found = await db.execute(
      sql`select from pgboss.job where name = 'reconcile' and state = 'completed' and started_on > ${killedAt}::timestamptz`,
    );
    return found.rows.length > 0 ? true : null;
  };
  const seen = await lookFor(done, LOOK_FOR_MS);
  return { readyMs, goesOnMs: seen === null ? Number.POSITIVE_INFINITY : performance.now() - startedAt };
}
