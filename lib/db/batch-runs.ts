import 'server-only';
import { and, asc, eq, gt, inArray, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Batch, BatchState, RowState } from '../invitations/bulk/batch';
import type { By, Runs } from '../invitations/bulk/runs';
import { appendAudit } from './audit';
import { callOff } from './batch-call-off';
import { recordRows } from './batch-record';
import { toBatch, toBatchRow } from './batch-rows';
import { factsOf } from './batches';
import { type Database, databaseNow, type SharedClock, type Tx } from './connection';
import { toAttempt } from './ledger-rows';
import { attempts } from './schema';
import { batches, batchRows, bulkPace } from './schema-bulk';
import { inTransaction } from './transaction';

const STILL_TO_COME = ['waiting', 'queued', 'sending', 'unknown'] as const satisfies RowState[];

/** For how long a single one that is being sent goes ahead of bulk. */
const AHEAD_MS = 2_000;

const RUNS_UNLESS_PAUSED = sql<BatchState>`case ${batches.state} when 'paused' then 'paused' else 'running' end`;

/** The `Runs` port on Postgres. */
export function createRuns({ db }: Database, clock: SharedClock = databaseNow): Runs {
  /** Moves a batch that is in one of `from`, with what `work` does, and its entry in the audit; null when it is in none. */
  const moving = (
    id: string,
    by: By,
    { from, to, action }: { from: readonly BatchState[]; to: BatchState | SQL<BatchState>; action: string },
    work: (tx: Tx, batch: Batch, at: Date) => Promise<number>,
  ): Promise<{ changed: number } | null> =>
    inTransaction(db, async (tx) => {
      const at = await clock(tx);
      const [row] = await tx
        .update(batches)
        .set({ state: to, endedAt: null, updatedAt: at })
        .where(and(eq(batches.id, id), inArray(batches.state, [...from])))
        .returning();
      if (row === undefined) return null;
      const changed = await work(tx, toBatch(row), at);
      await appendAudit(tx, {
        action,
        actor: by.actor,
        requestId: by.requestId,
        details: { ...factsOf(toBatch(row)), changed },
      });
      return { changed };
    });

  return {
    async due() {
      const now = await clock(db);
      const rows = await db
        .select()
        .from(batches)
        .where(
          or(inArray(batches.state, ['held', 'running']), and(eq(batches.state, 'cancelled'), isNull(batches.endedAt))),
        )
        .orderBy(asc(batches.confirmedAt), asc(batches.id));
      const begun: Batch[] = [];
      for (const row of rows) {
        const isTime = row.state === 'held' && (row.sendAfter ?? now) <= now;
        begun.push(
          isTime || (row.state === 'running' && row.startedAt === null) ? await begin(row.id, now) : toBatch(row),
        );
      }
      return begun;
    },

    record: (batchId, how) => inTransaction(db, (tx) => recordRows(tx, clock, batchId, how)),

    async others(batchId, limit) {
      const rows = await db
        .select({ row: batchRows })
        .from(batchRows)
        .innerJoin(batches, eq(batches.id, batchRows.batchId))
        .where(
          and(
            eq(batchRows.batchId, batchId),
            eq(batchRows.state, 'waiting'),
            eq(batches.state, 'running'),
            or(ne(batches.kind, 'invite'), eq(batchRows.class, 'needs-approval')),
          ),
        )
        .orderBy(asc(batchRows.number))
        .limit(limit);
      return rows.map(({ row }) => toBatchRow(row));
    },

    async end(batchId, number, how) {
      const ended = await db
        .update(batchRows)
        .set({
          state: how.state,
          ...(how.state === 'asked' ? { requestId: how.requestId } : {}),
          ...(how.state === 'failed' ? { failureCode: how.code, failureDetail: how.detail } : {}),
          ...(how.state === 'done' ? { invitationId: how.invitationId } : {}),
          updatedAt: await clock(db),
        })
        .where(and(eq(batchRows.batchId, batchId), eq(batchRows.number, number), eq(batchRows.state, 'waiting')))
        .returning({ number: batchRows.number });
      return ended.length > 0;
    },

    async queued(batchId, limit) {
      const now = (await clock(db)).getTime();
      const rows = await db
        .select()
        .from(attempts)
        .where(
          and(
            eq(attempts.batchId, batchId),
            eq(attempts.state, 'intent'),
            sql`(${attempts.protocol} ->> 'notBefore')::float8 <= ${now}`,
          ),
        )
        .orderBy(asc(attempts.batchRow))
        .limit(limit);
      return rows.map(toAttempt);
    },

    async singlesUnderWay() {
      // One that hangs does not hold up thousands.
      const since = sql`${clock.expression()} - ${AHEAD_MS}::float8 * interval '1 millisecond'`;
      const rows = await db
        .select({ id: attempts.id })
        .from(attempts)
        .where(and(eq(attempts.state, 'sending'), isNull(attempts.batchId), gt(attempts.updatedAt, since)))
        .limit(1);
      return rows.length > 0;
    },

    finish: (batchId) =>
      inTransaction(db, async (tx) => {
        const [row] = await tx
          .select()
          .from(batches)
          .where(
            and(
              eq(batches.id, batchId),
              or(eq(batches.state, 'running'), and(eq(batches.state, 'cancelled'), isNull(batches.endedAt))),
            ),
          )
          .for('update');
        if (row === undefined) return false;
        const batch = toBatch(row);
        const at = await clock(tx);
        // What was of unknown outcome when it was cancelled, and is proven unsent since, is not sent after all.
        if (batch.state === 'cancelled')
          await callOff(tx, batch, at, { actor: batch.actor, requestId: batch.requestId });
        const [open] = await tx
          .select({ number: batchRows.number })
          .from(batchRows)
          .where(and(eq(batchRows.batchId, batchId), inArray(batchRows.state, [...STILL_TO_COME])))
          .limit(1);
        if (open !== undefined) return false;
        const state = batch.state === 'running' ? 'done' : batch.state;
        await tx.update(batches).set({ state, endedAt: at, updatedAt: at }).where(eq(batches.id, batchId));
        const counts = await tx
          .select({ state: batchRows.state, count: sql<number>`count(*)::int` })
          .from(batchRows)
          .where(eq(batchRows.batchId, batchId))
          .groupBy(batchRows.state);
        await appendAudit(tx, {
          action: 'batch.done',
          actor: null,
          requestId: batch.requestId,
          details: { ...factsOf(batch), ...Object.fromEntries(counts.map((each) => [each.state, each.count])) },
        });
        return true;
      }),

    pause: (id, by) => moving(id, by, { from: ['running'], to: 'paused', action: 'batch.paused' }, leftIn),
    resume: (id, by) => moving(id, by, { from: ['paused'], to: 'running', action: 'batch.resumed' }, leftIn),
    cancel: (id, by) =>
      moving(
        id,
        by,
        { from: ['held', 'running', 'paused'], to: 'cancelled', action: 'batch.cancelled' },
        (tx, batch, at) => callOff(tx, batch, at, by),
      ),

    retry: (id, { row, code }, by) =>
      moving(
        id,
        by,
        { from: ['running', 'paused', 'done'], to: RUNS_UNLESS_PAUSED, action: 'batch.retried' },
        async (tx, _, at) => {
          const again = await tx
            .update(batchRows)
            .set({
              state: 'waiting',
              submissionKey: sql`gen_random_uuid()`,
              invitationId: null,
              failureCode: null,
              failureDetail: null,
              updatedAt: at,
            })
            .where(
              and(
                eq(batchRows.batchId, id),
                eq(batchRows.state, 'failed'),
                row === undefined ? undefined : eq(batchRows.number, row),
                code === undefined ? undefined : eq(batchRows.failureCode, code),
              ),
            )
            .returning({ number: batchRows.number });
          return again.length;
        },
      ),

    async pace() {
      const [row] = await db.select({ state: bulkPace.state }).from(bulkPace);
      return row?.state ?? null;
    },

    async keepPace(state) {
      const values = { state, updatedAt: await clock(db) };
      await db.insert(bulkPace).values(values).onConflictDoUpdate({ target: bulkPace.id, set: values });
    },
  };

  async function begin(id: string, now: Date): Promise<Batch> {
    return inTransaction(db, async (tx) => {
      const [row] = await tx
        .update(batches)
        .set({ state: 'running', startedAt: now, updatedAt: now })
        .where(and(eq(batches.id, id), inArray(batches.state, ['held', 'running'])))
        .returning();
      if (row === undefined) {
        const [other] = await tx.select().from(batches).where(eq(batches.id, id));
        if (other === undefined) throw new Error(`batch ${id} is gone`);
        return toBatch(other);
      }
      const batch = toBatch(row);
      await appendAudit(tx, {
        action: 'batch.started',
        actor: null,
        requestId: batch.requestId,
        details: factsOf(batch),
      });
      return batch;
    });
  }
}

/** How many rows have something to come. */
async function leftIn(tx: Tx, { id }: Batch): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(batchRows)
    .where(and(eq(batchRows.batchId, id), inArray(batchRows.state, [...STILL_TO_COME])));
  return row?.count ?? 0;
}
