import 'server-only';
import { setTimeout as pause } from 'node:timers/promises';
import type { PgTransactionConfig } from 'drizzle-orm/pg-core';
import type { Db, Tx } from './connection';
import { isRolledBackByConflict } from './errors';

/**
 * Runs `work` in a transaction, and again, up to `tries` times, when the server rolled it back over a conflict with another.
 * `work` may therefore run more than once: it does nothing but query `tx`, least of all HTTP.
 */
export async function inTransaction<T>(
  db: Db,
  work: (tx: Tx) => Promise<T>,
  options: PgTransactionConfig & { tries?: number } = {},
): Promise<T> {
  const { tries = 4, ...config } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction(work, config);
    } catch (error) {
      if (attempt >= tries || !isRolledBackByConflict(error)) throw error;
      // Two that collided must not come back together.
      await pause(Math.random() * 20 * 2 ** attempt);
    }
  }
}
