import 'server-only';
import { and, asc, eq, inArray, not, or, sql } from 'drizzle-orm';
import { type Batch, GOING, GOING_WITH_A_WORD, type RowContent } from '../invitations/bulk/batch';
import { CHANGEABLE } from '../invitations/bulk/batches';
import type { Classed, Plans } from '../invitations/bulk/plans';
import type { Human } from '../invitations/ledger';
import { appendAudit } from './audit';
import { countsOf } from './batch-counts';
import { createPlanReads } from './batch-plan-reads';
import { rowKey, toBatch } from './batch-rows';
import { factsOf } from './batches';
import { type Database, databaseNow, type SharedClock, type Tx } from './connection';
import { batches, batchRows } from './schema-bulk';
import { inTransaction } from './transaction';

const NO_PLAN = { planHash: '', plannedAt: null, plannedRows: 0 } as const;

/** The `Plans` port on Postgres. */
export function createPlans(database: Database, clock: SharedClock = databaseNow): Plans {
  const { db } = database;

  /** Locks a planned batch, does `work`, and has it planned anew; null when it is not planned. */
  const again = (id: string, work: (tx: Tx) => Promise<number>): Promise<number | null> =>
    inTransaction(db, async (tx) => {
      const [row] = await tx
        .update(batches)
        .set({ ...NO_PLAN, state: 'planning', updatedAt: await clock(tx) })
        .where(and(eq(batches.id, id), eq(batches.state, 'planned')))
        .returning({ id: batches.id });
      return row === undefined ? null : work(tx);
    });

  return {
    ...createPlanReads(database, clock),

    ask: (id, by) =>
      inTransaction(db, async (tx) => {
        const [before] = await tx.select().from(batches).where(eq(batches.id, id)).for('update');
        if (before === undefined || !isChangeable(before.state)) return null;
        // Asked for twice, it is planned once; but for another person it is another plan.
        if (before.state === 'planning' && before.actorSubject === by.subject) return toBatch(before);
        const [asked] = await tx
          .update(batches)
          .set({ ...NO_PLAN, ...actorColumns(by), state: 'planning', updatedAt: await clock(tx) })
          .where(eq(batches.id, id))
          .returning();
        return asked === undefined ? null : toBatch(asked);
      }),

    async due() {
      const rows = await db
        .select({ id: batches.id })
        .from(batches)
        .where(eq(batches.state, 'planning'))
        .orderBy(asc(batches.updatedAt));
      return rows.map(({ id }) => id);
    },

    async begin(id) {
      const [row] = await db
        .update(batches)
        .set({ plannedRows: 0 })
        .where(and(eq(batches.id, id), eq(batches.state, 'planning')))
        .returning({ batch: batches, mark });
      return row === undefined ? null : { batch: toBatch(row.batch), mark: row.mark };
    },

    save: (planning, rows) =>
      inTransaction(db, async (tx) => {
        const [still] = await tx
          .update(batches)
          .set({ plannedRows: sql`${batches.plannedRows} + ${rows.length}` })
          .where(isStill(planning))
          .returning({ id: batches.id });
        if (still === undefined) return false;
        await writeClasses(tx, planning.batch.id, rows, false);
        return true;
      }),

    async finish(planning, { hash, copiedAt }) {
      const at = await clock(db);
      const done = await db
        .update(batches)
        .set({ state: 'planned', planHash: hash, plannedAt: at, copiedAt })
        .where(isStill(planning))
        .returning({ id: batches.id });
      return done.length > 0;
    },

    renew: (id, shown, { hash, copiedAt, changed }) =>
      inTransaction(db, async (tx) => {
        const [renewed] = await tx
          .update(batches)
          .set({ planHash: hash, plannedAt: await clock(tx), copiedAt })
          .where(isPlan(id, shown))
          .returning({ id: batches.id });
        if (renewed === undefined) return false;
        await tx
          .update(batchRows)
          .set({ changed: false })
          .where(and(eq(batchRows.batchId, id), batchRows.changed));
        await writeClasses(tx, id, changed, true);
        return true;
      }),

    confirm: (id, shown, { hash, policy, holdMinutes, actor, requestId }) =>
      inTransaction(db, async (tx) => {
        const at = await clock(tx);
        const held = holdMinutes > 0;
        const [row] = await tx
          .update(batches)
          .set({
            ...actorColumns(actor),
            state: held ? 'held' : 'running',
            requestId,
            planHash: hash,
            confirmedAt: at,
            sendAfter: held ? new Date(at.getTime() + holdMinutes * 60_000) : null,
            updatedAt: at,
          })
          .where(isPlan(id, shown))
          .returning();
        if (row === undefined) return null;
        const ofIt = eq(batchRows.batchId, id);
        await tx
          .update(batchRows)
          .set({ state: sql`case when ${going} then 'waiting' else 'skipped' end`, changed: false, updatedAt: at })
          .where(ofIt);
        const batch = toBatch(row);
        await appendAudit(tx, {
          action: 'batch.confirmed',
          actor,
          requestId,
          ...(batch.reason === '' ? {} : { text: { reason: batch.reason } }),
          details: { ...factsOf(batch), ...(await countedFor(tx, batch)), plan: hash, policy, holdMinutes },
        });
        return batch;
      }),

    acknowledge: (id, which, because) =>
      again(id, async (tx) => {
        const rows = await tx
          .update(batchRows)
          .set({ acknowledged: because })
          .where(
            and(
              eq(batchRows.batchId, id),
              eq(batchRows.class, which.class),
              // A word that somebody wrote for one of them stays.
              eq(batchRows.acknowledged, ''),
              which.numbers === null ? undefined : inArray(batchRows.number, [...which.numbers]),
            ),
          )
          .returning({ number: batchRows.number });
        return rows.length;
      }),

    fix: (id, numbers) =>
      again(id, async (tx) => {
        const rows = await tx
          .select({ number: batchRows.number, content: batchRows.content, finding: batchRows.finding })
          .from(batchRows)
          .where(
            and(
              eq(batchRows.batchId, id),
              eq(batchRows.class, 'lookalike'),
              eq(batchRows.acknowledged, ''),
              sql`${batchRows.finding} ? 'fixed'`,
              numbers === null ? undefined : inArray(batchRows.number, [...numbers]),
            ),
          );
        const fixed = rows.map(({ number, content, finding }) => fixedRow(number, content, finding.fixed ?? ''));
        await tx.execute(sql`
          update batch_row set content = fixed.content, email_key = fixed.email_key, acknowledged = ''
          from json_to_recordset(${JSON.stringify(fixed)}::json) as fixed(number int, content jsonb, email_key text)
          where batch_row.batch_id = ${id} and batch_row.number = fixed.number`);
        return fixed.length;
      }),
  };
}

const fixedRow = (number: number, content: RowContent, email: string) => ({
  number,
  content: { ...content, email },
  email_key: rowKey(email),
});

const isChangeable = (state: Batch['state']): boolean => (CHANGEABLE as readonly Batch['state'][]).includes(state);

/** Written anew by whatever changes the batch, and by nothing that plans it. */
const mark = sql<string>`${batches.updatedAt}::text`;

const isStill = ({ batch, mark: then }: { batch: Batch; mark: string }) =>
  and(eq(batches.id, batch.id), eq(batches.state, 'planning'), sql`${batches.updatedAt}::text = ${then}`);

const isPlan = (id: string, shown: string) =>
  and(eq(batches.id, id), eq(batches.state, 'planned'), eq(batches.planHash, shown));

/** What goes with a confirmed plan. */
const going = and(
  not(batchRows.leftOut),
  or(
    inArray(batchRows.class, [...GOING]),
    and(inArray(batchRows.class, [...GOING_WITH_A_WORD]), sql`${batchRows.acknowledged} <> ''`),
  ),
);

const actorColumns = ({ subject, name, email, role }: Human) => ({
  actorSubject: subject,
  actorName: name,
  actorEmail: email,
  actorRole: role,
});

async function writeClasses(tx: Tx, id: string, rows: readonly Classed[], changed: boolean): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    update batch_row set class = classed.class, finding = classed.finding, changed = ${changed}
    from json_to_recordset(${JSON.stringify(rows)}::json) as classed(number int, class text, finding jsonb)
    where batch_row.batch_id = ${id} and batch_row.number = classed.number`);
}

/** For the audit: how many of each class go, and how many stay. */
async function countedFor(
  tx: Tx,
  { id }: Batch,
): Promise<{ going: number; leftOut: number; byClass: Record<string, number> }> {
  const counts = (await countsOf(tx, [id])).get(id);
  return {
    going: counts?.byState.waiting ?? 0,
    leftOut: counts?.byState.skipped ?? 0,
    byClass: { ...counts?.byClass },
  };
}
