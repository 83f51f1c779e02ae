import 'server-only';
import { getTableColumns, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Tx } from './connection';

/**
 * Inserts many rows of one shape in one statement; one that a unique index refuses is left out. They travel as one
 * parameter: thousands of single ones take longer to write and to read than the rows to store.
 */
export async function insertMany<T extends PgTable>(
  tx: Tx,
  table: T,
  rows: readonly T['$inferInsert'][],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.entries(getTableColumns(table)).filter(([key]) => key in first);
  const names = sql.join(
    columns.map(([, column]) => sql.identifier(column.name)),
    sql`, `,
  );
  const shape = sql.join(
    columns.map(([, column]) => sql`${sql.identifier(column.name)} ${sql.raw(column.getSQLType())}`),
    sql`, `,
  );
  const given = (rows as readonly Record<string, unknown>[]).map((row) => {
    const named: Record<string, unknown> = {};
    for (const [key, column] of columns) named[column.name] = row[key];
    return named;
  });
  await tx.execute(
    sql`insert into ${table} (${names}) select ${names} from json_to_recordset(${asJson(given)}::json) as given(${shape})
      on conflict do nothing`,
  );
}

/** What JSON writes for a NUL or for half of a surrogate pair; or what looks like one. */
const UNFIT = /\\u(?:0000|d[89a-f])/;

/** Postgres keeps no NUL and no half of a surrogate pair, and refuses JSON that has one. They are rare, and looking for them in each text is dear. */
export function asJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!json.includes('\\u') || !UNFIT.test(json)) return json;
  return JSON.stringify(value, (_key, member) =>
    typeof member === 'string' ? Buffer.from(member.replaceAll('\0', '')).toString() : member,
  );
}
