import 'server-only';
import { and, eq, inArray } from 'drizzle-orm';
import { CHANGEABLE } from '../invitations/bulk/batches';
import type { Db, SharedClock, Tx } from './connection';
import { batches } from './schema-bulk';
import { inTransaction } from './transaction';

/**
 * Locks a batch that may still be changed, makes a draft of it, and does `work`; null when nothing in it may be changed any
 * more. Its plan is void then: what is confirmed is a plan of exactly what is there.
 */
export const changingBatch = <T>(
  db: Db,
  clock: SharedClock,
  id: string,
  work: (tx: Tx, at: Date) => Promise<T>,
): Promise<T | null> =>
  inTransaction(db, async (tx) => {
    const at = await clock(tx);
    const [row] = await tx
      .update(batches)
      .set({ state: 'draft', planHash: '', plannedAt: null, plannedRows: 0, updatedAt: at })
      .where(and(eq(batches.id, id), inArray(batches.state, [...CHANGEABLE])))
      .returning({ id: batches.id });
    return row === undefined ? null : work(tx, at);
  });
