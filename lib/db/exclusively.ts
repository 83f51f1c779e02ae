import 'server-only';
import type { Database } from './connection';

/** A holder that says nothing for this long is taken for gone, and says something several times within it. */
const SILENT_MS = 20_000;
const SIGNS_OF_LIFE = 4;

/**
 * Runs `work` while holding a lock of that name in the database; null, and nothing run, when another session holds it. The
 * lock is the session's: it goes with the connection when this process dies, and when it is stopped or its machine vanishes
 * without closing the connection, after `silentMs`. One that was only stopped may then go on beside another: what is run
 * here must bear that, as the ledger's protocol does.
 */
export async function exclusively<T>(
  { pool }: Database,
  name: string,
  work: () => Promise<T>,
  { silentMs = SILENT_MS }: { silentMs?: number } = {},
): Promise<T | null> {
  const client = await pool.connect();
  const key = [`usher.${name}`];
  let broken: Error | undefined;
  try {
    const { rows } = await client.query<{ got: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as got',
      key,
    );
    if (rows[0]?.got !== true) return null;
    // A connection that fails here is noticed below, when the lock is to be given back.
    const says = (sql: string, values: unknown[] = []) => client.query(sql, values).catch(() => undefined);
    await says("select set_config('idle_session_timeout', $1, false)", [String(silentMs)]);
    const alive = setInterval(() => void says('select'), silentMs / SIGNS_OF_LIFE);
    try {
      return await work();
    } finally {
      clearInterval(alive);
      await says('reset idle_session_timeout');
      // Where the lock cannot be given back, the connection must not go back to the pool with it.
      await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', key).catch((error: Error) => {
        broken = error;
      });
    }
  } finally {
    client.release(broken);
  }
}
