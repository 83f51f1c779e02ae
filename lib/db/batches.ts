import 'server-only';
import { and, asc, desc, eq, inArray, lt, ne, or, sql } from 'drizzle-orm';
import type { Batch } from '../invitations/bulk/batch';
import { type Batches, CHANGEABLE } from '../invitations/bulk/batches';
import { appendAudit } from './audit';
import { changingBatch } from './batch-change';
import { after, countsOf, numbersOf, rowCondition } from './batch-counts';
import { insertBatch, knownBatch } from './batch-new';
import { newRow, rowKey, toBatch, toBatchRow } from './batch-rows';
import { type Database, databaseNow, type SharedClock, type Tx } from './connection';
import { insertMany } from './insert-many';
import { batches, batchRows } from './schema-bulk';
import { inTransaction } from './transaction';

/** A file is read within a minute or never; a slow line may take a little longer. */
const READ_WITHIN_MS = 3 * 3_600_000;

/** Those that never ran can be thrown away. */
const NEVER_RAN = ['reading', ...CHANGEABLE] as const;

/** The `Batches` port on Postgres. */
export function createBatches({ db }: Database, clock: SharedClock = databaseNow): Batches {
  const byId: Batches['byId'] = async (id) => {
    const [row] = await db.select().from(batches).where(eq(batches.id, id));
    return row === undefined ? null : toBatch(row);
  };

  const changing = async (id: string, work: (tx: Tx, at: Date) => Promise<void>): Promise<boolean> =>
    (await changingBatch(db, clock, id, async (tx, at) => {
      await work(tx, at);
      return true;
    })) ?? false;

  return {
    byId,

    async create(batch) {
      const at = await clock(db);
      // What a crash left half read is nothing to anybody, and is gone when the next one comes.
      await db
        .delete(batches)
        .where(and(eq(batches.state, 'reading'), lt(batches.updatedAt, new Date(at.getTime() - READ_WITHIN_MS))));
      return (await insertBatch(db, batch, { state: 'reading', rows: 0, at })) ?? knownBatch(db, batch.submissionKey);
    },

    createWhole: (batch, rows) =>
      inTransaction(db, async (tx) => {
        const at = await clock(tx);
        // A post of the same form at the same moment waits here, and finds what the first one made.
        const made = await insertBatch(tx, batch, { state: 'draft', rows: rows.length, at });
        if (made === null) return knownBatch(tx, batch.submissionKey);
        await insertMany(
          tx,
          batchRows,
          rows.map((row) => newRow(made.batch.id, row)),
        );
        await noteRead(tx, made.batch);
        return made;
      }),

    async addRows(id, rows) {
      await inTransaction(db, (tx) =>
        insertMany(
          tx,
          batchRows,
          rows.map((row) => newRow(id, row)),
        ),
      );
    },

    finishReading: (id, { hash, rows }) =>
      inTransaction(db, async (tx) => {
        const at = await clock(tx);
        const [row] = await tx
          .update(batches)
          .set({ state: 'draft', fileHash: hash, rows, updatedAt: at })
          .where(and(eq(batches.id, id), eq(batches.state, 'reading')))
          .returning();
        if (row === undefined) throw new Error(`batch ${id} is not being read`);
        const batch = toBatch(row);
        await noteRead(tx, batch);
        return batch;
      }),

    async discard(id) {
      const gone = await db
        .delete(batches)
        .where(and(eq(batches.id, id), inArray(batches.state, [...NEVER_RAN])))
        .returning({ id: batches.id });
      return gone.length > 0;
    },

    async list({ before, limit }) {
      const rows = await db
        .select()
        .from(batches)
        .where(
          and(
            ne(batches.state, 'reading'),
            before === null
              ? undefined
              : or(
                  lt(batches.createdAt, before.createdAt),
                  and(eq(batches.createdAt, before.createdAt), lt(batches.id, before.id)),
                ),
          ),
        )
        .orderBy(desc(batches.createdAt), desc(batches.id))
        .limit(limit);
      const counts = await countsOf(
        db,
        rows.map(({ id }) => id),
      );
      return rows.flatMap((row) => {
        const of = counts.get(row.id);
        return of === undefined ? [] : [{ ...toBatch(row), counts: of }];
      });
    },

    async sameFile(hash, exceptId) {
      if (hash === '') return [];
      const rows = await db
        .select()
        .from(batches)
        .where(and(eq(batches.fileHash, hash), ne(batches.id, exceptId), ne(batches.state, 'reading')))
        .orderBy(desc(batches.createdAt))
        .limit(10);
      return rows.map(toBatch);
    },

    async rows(id, { filter, after: number, limit }) {
      const rows = await db
        .select()
        .from(batchRows)
        .where(and(rowCondition(id, filter), after(number)))
        .orderBy(asc(batchRows.number))
        .limit(limit);
      return rows.map(toBatchRow);
    },

    async counts(id) {
      const counts = (await countsOf(db, [id])).get(id);
      if (counts === undefined) throw new Error('the counts left a batch out');
      return counts;
    },

    numbers: async (id) => numbersOf(db, id, await clock(db)),

    change: (id, { shared, mapping }) =>
      changing(id, async (tx) => {
        if (shared === undefined && mapping === undefined) return;
        await tx
          .update(batches)
          .set({ ...(shared === undefined ? {} : { shared }), ...(mapping === undefined ? {} : { mapping }) })
          .where(eq(batches.id, id));
      }),

    changeRows: (id, changes) =>
      changing(id, async (tx, at) => {
        for (const { number, ...change } of changes) {
          const key = change.content === undefined ? {} : { emailKey: rowKey(change.content.email) };
          await tx
            .update(batchRows)
            .set({ ...change, ...key, class: null, finding: sql`'{}'::jsonb`, changed: false, updatedAt: at })
            .where(and(eq(batchRows.batchId, id), eq(batchRows.number, number)));
        }
      }),
  };
}

/** All its rows are there. */
async function noteRead(tx: Tx, batch: Batch): Promise<void> {
  await appendAudit(tx, {
    action: 'batch.read',
    actor: batch.actor,
    requestId: batch.requestId,
    details: factsOf(batch),
  });
}

/** What the audit keeps of a batch: never a name or an address of anybody in it. */
export const factsOf = ({ id, kind, source, fileHash, rows }: Batch) => ({ batch: id, kind, source, fileHash, rows });
