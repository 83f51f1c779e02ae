import { sql } from 'drizzle-orm';
import type { Database } from '@/lib/db/connection';
import { type AppUnderFire, lookFor } from './app-under-fire';

const LOOK_FOR_MS = 60_000;

/** Kills and starts the app, and measures until it answers and its first look at what was left behind is done. */
export async function killAndMeasure(
  { db }: Database,
  app: AppUnderFire,
  againMs: number | null,
): Promise<{ readyMs: number; goesOnMs: number }> {
  const { startedAt } = await app.kill(againMs);
  const readyMs = performance.now() - startedAt;
  // By the database's clock, like the job's times: what was begun since then is the new process's.
  const since = sql`clock_timestamp() - make_interval(secs => ${(performance.now() - startedAt) / 1000})`;
  const [start] = (await db.execute<{ at: string }>(sql`select (${since})::text as at`)).rows;
  const done = async () => {
    const found = await db.execute(
      sql`select from pgboss.job where name = 'reconcile' and state = 'completed' and started_on > ${start?.at ?? ''}::timestamptz`,
    );
    return found.rows.length > 0 ? true : null;
  };
  const seen = await lookFor(done, LOOK_FOR_MS);
  return { readyMs, goesOnMs: seen === null ? Number.POSITIVE_INFINITY : performance.now() - startedAt };
}
