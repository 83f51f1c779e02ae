import 'server-only';
import { and, eq, gt, inArray, type SQL, sql } from 'drizzle-orm';
import type { RowState } from '../invitations/bulk/batch';
import type { RowCounts, RowFilter, RunNumbers } from '../invitations/bulk/batches';
import type { Queryable } from './connection';
import { batchRows } from './schema-bulk';

/** A row that nobody left out, with something in it to mend. */
export const hasProblem = sql`(${batchRows.problems} <> '{}'::jsonb and not ${batchRows.leftOut})`;

export function rowCondition(id: string, filter: RowFilter): SQL | undefined {
  const { onlyProblems, classes, states, failureCode, onlyChanged } = filter;
  return and(
    eq(batchRows.batchId, id),
    onlyProblems ? hasProblem : undefined,
    classes === undefined ? undefined : inArray(batchRows.class, [...classes]),
    states === undefined ? undefined : inArray(batchRows.state, [...states]),
    failureCode === undefined ? undefined : eq(batchRows.failureCode, failureCode),
    onlyChanged ? eq(batchRows.changed, true) : undefined,
  );
}

export const after = (number: number): SQL => gt(batchRows.number, number);

/** How many rows of each sort, for several batches at once. */
export async function countsOf(on: Queryable, ids: readonly string[]): Promise<Map<string, RowCounts>> {
  const counts = new Map(ids.map((id) => [id, nothing()] as const));
  if (ids.length === 0) return counts;
  const count = sql<number>`count(*)::int`;
  const rows = await on
    .select({
      id: batchRows.batchId,
      class: batchRows.class,
      state: batchRows.state,
      problem: hasProblem.mapWith(Boolean).as('problem'),
      leftOut: batchRows.leftOut,
      count,
    })
    .from(batchRows)
    .where(inArray(batchRows.batchId, [...ids]))
    .groupBy(batchRows.batchId, batchRows.class, batchRows.state, sql`problem`, batchRows.leftOut);
  for (const row of rows) {
    const of = counts.get(row.id);
    if (of === undefined) continue;
    of.all += row.count;
    if (row.problem) of.withProblems += row.count;
    if (row.leftOut) of.leftOut += row.count;
    if (row.class !== null) of.byClass[row.class] = (of.byClass[row.class] ?? 0) + row.count;
    of.byState[row.state] = (of.byState[row.state] ?? 0) + row.count;
  }
  return counts;
}

/** How far back the speed looks, in seconds: long enough to be calm, short enough to be true. */
const LATELY = 10;

export async function numbersOf(on: Queryable, id: string, now: Date): Promise<RunNumbers> {
  const since = new Date(now.getTime() - LATELY * 1000).toISOString();
  const rows = await on
    .select({
      state: batchRows.state,
      code: batchRows.failureCode,
      detail: sql<string | null>`min(${batchRows.failureDetail})`,
      count: sql<number>`count(*)::int`,
      lately: sql<number>`(count(*) filter (where ${batchRows.updatedAt} > ${since}::timestamptz))::int`,
    })
    .from(batchRows)
    .where(eq(batchRows.batchId, id))
    .groupBy(batchRows.state, batchRows.failureCode);
  const numbers: RunNumbers = { byState: {}, perSecond: 0, failures: [] };
  let ended = 0;
  for (const { state, code, detail, count, lately } of rows) {
    numbers.byState[state] = (numbers.byState[state] ?? 0) + count;
    if (ENDED.has(state)) ended += lately;
    if (state === 'failed') numbers.failures.push({ code: code ?? 'unexpected', detail: detail ?? '', count });
  }
  numbers.failures.sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
  return { ...numbers, perSecond: ended / LATELY };
}

const ENDED: ReadonlySet<string> = new Set(['done', 'asked', 'failed'] satisfies RowState[]);

const nothing = (): RowCounts => ({ all: 0, withProblems: 0, leftOut: 0, byClass: {}, byState: {} });
