import 'server-only';
import type { Database } from './connection';

/**
 * Runs `work` while holding a lock of that name in the database; null, and nothing run, when another session holds it. The
 * lock is the session's: it goes with the connection when this process dies.
 */
export async function exclusively<T>({ pool }: Database, name: string, work: () => Promise<T>): Promise<T | null> {
  const client = await pool.connect();
  const key = [`usher.${name}`];
  let broken: Error | undefined;
  try {
    const { rows } = await client.query<{ got: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as got',
      key,
    );
    if (rows[0]?.got !== true) return null;
    try {
      return await work();
    } finally {
      // Where the lock cannot be given back, the connection must not go back to the pool with it.
      await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', key).catch((error: Error) => {
        broken = error;
      });
    }
  } finally {
    client.release(broken);
  }
}
