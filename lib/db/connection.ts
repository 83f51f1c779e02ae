import 'server-only';
import { type SQL, sql } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import * as schema from './schema';

export type Db = NodePgDatabase<typeof schema>;
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];
/** What a query can run on: the pool, or a transaction under way. */
export type Queryable = Db | Tx;

export type Database = { db: Db; pool: pg.Pool; close(): Promise<void> };

// bigint and count(*) come as strings by default. Ours are far below 2^53, and one that is not must not be rounded in silence.
// For the whole process, because drizzle asks pg's global table.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a number`);
  return value;
});

/**
 * Opens a pool. Bounds are small on purpose: a query of Usher's that takes longer than its timeout is a defect, and one that
 * waits for a lock holds a person up.
 */
export function openDatabase(
  url: string,
  options: {
    max?: number;
    applicationName?: string;
    statementTimeoutMs?: number;
    /** A connection that broke while it was idle; the pool replaces it. Without a listener Node would end the process. */
    onError?: (error: Error) => void;
  } = {},
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'usher',
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: options.statementTimeoutMs ?? 15_000,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
  });
  pool.on('error', (error) => options.onError?.(error));
  // One that breaks while it is in use tells its query, and itself, where Node would end the process without a listener.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return { db: drizzle(pool, { schema }), pool, close: () => pool.end() };
}

/** A raw expression that is a moment: drizzle hands those over as text, unlike its columns. */
export const instantOf = (expression: SQL): SQL<Date> =>
  expression.mapWith((text: string | Date) => new Date(text)) as SQL<Date>;

/** The clock that all replicas share; a port, so that a test can move it. */
export type SharedClock = {
  (on: Queryable): Promise<Date>;
  /** As an expression, for a statement that asks for something else too. */
  expression(): SQL<Date>;
};

/** A clock that shows what `expression` says at the moment when the database comes to it. */
export function clockOf(expression: () => SQL): SharedClock {
  const mapped = () => instantOf(expression());
  const read = async (on: Queryable): Promise<Date> => {
    const [row] = await on.select({ now: mapped() }).from(sql`(values (1)) as one`);
    if (row === undefined) throw new Error('the database did not say what time it is');
    return row.now;
  };
  return Object.assign(read, { expression: mapped });
}

/** The database's own clock. */
export const databaseNow: SharedClock = clockOf(() => sql`date_trunc('milliseconds', clock_timestamp())`);
