import { asc, eq, notInArray, sql } from 'drizzle-orm';
import type { Database } from '@/lib/db/connection';
import { batches, batchRows } from '@/lib/db/schema-bulk';
import { FINAL_ROW_STATES } from '@/lib/invitations/bulk/batch';
import { sandboxControl } from '../../lib/sandbox-control';
import type { RowFound } from './compare-rows';
import type { Line } from './plan-bulk';

/** Where a batch stands; null while it is not there. */
export async function batchState({ db }: Database, id: string): Promise<string | null> {
  const [batch] = await db.select({ state: batches.state }).from(batches).where(eq(batches.id, id));
  return batch?.state ?? null;
}

/** Rows with something still to come. */
export async function rowsLeft({ db }: Database, id: string): Promise<number> {
  return db.$count(
    batchRows,
    sql`${eq(batchRows.batchId, id)} and ${notInArray(batchRows.state, [...FINAL_ROW_STATES])}`,
  );
}

/** Every row, beside what its line in the file asked for. */
export async function rowsOf({ db }: Database, id: string, lines: readonly Line[]): Promise<RowFound[]> {
  const asked = new Map(lines.map((line) => [line.number, line]));
  const rows = await db.select().from(batchRows).where(eq(batchRows.batchId, id)).orderBy(asc(batchRows.number));
  return rows.map((row) => ({
    number: row.number,
    email: asked.get(row.number)?.email ?? row.content.email,
    wanted: asked.get(row.number)?.wanted ?? false,
    state: row.state,
    class: row.class ?? '',
    invitationId: row.invitationId,
    failureCode: row.failureCode,
  }));
}

/** Creates that the tenant has carried out so far, by its own counter. */
export async function createsCarriedOut(sandboxUrl: string): Promise<number> {
  type Counters = { byOperation: Record<string, { committed: number } | undefined> };
  const { byOperation } = await sandboxControl<Counters>(sandboxUrl, 'GET', '/counters');
  return byOperation.create?.committed ?? 0;
}
