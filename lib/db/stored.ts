import 'server-only';
import { getTableColumns } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';

const defaults = new WeakMap<PgTable, Record<string, unknown>>();

/**
 * The row that an insert of `values` leaves, without asking for it: what is not given has its default, or is null. What the
 * database itself makes of them, a generated column, is null in here.
 */
export function asStored<T extends PgTable>(table: T, values: T['$inferInsert']): T['$inferSelect'] {
  const rest =
    defaults.get(table) ??
    Object.fromEntries(Object.entries(getTableColumns(table)).map(([key, column]) => [key, column.default ?? null]));
  defaults.set(table, rest);
  return { ...rest, ...values };
}
