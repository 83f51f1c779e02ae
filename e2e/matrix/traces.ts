import pg from 'pg';
import { sandboxControl } from '@/scripts/lib/sandbox-control';

/** Everything that a request could leave behind, at one moment. */
export type Look = { upstream: Record<string, number>; tables: Record<string, string>; lastEntry: number };

export type Traces = {
  look: () => Promise<Look>;
  /** What has come between two looks, in words; empty is nothing at all. */
  between: (before: Look, after: Look) => Promise<string[]>;
  /** Where in all tables, and in all the tenant has, a text stands. */
  whereIs: (text: string) => Promise<string[]>;
  query: (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
  close: () => Promise<void>;
};

type Counters = { byOperation: Record<string, { requests: number }> };

/** Watches the ledger's database, table by table whatever their names, and every call that reaches the tenant. */
export async function openTraces(databaseUrl: string, sandboxUrl: string): Promise<Traces> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const query = async (sql: string, values: unknown[] = []) =>
    (await client.query<Record<string, unknown>>(sql, values)).rows;
  const names = (await query("select tablename from pg_tables where schemaname = 'public' order by 1")).map(
    ({ tablename }) => String(tablename),
  );
  // The audit is told entry by entry instead, and those who follow it move their marks for each; and that something was looked
  // at again shows in the calls.
  const watched = names.filter((name) => !name.startsWith('audit') && name !== 'reader');
  const sums = watched.map(
    (name) => `(select sum(hashtextextended((to_jsonb(t) - 'seen_at')::text, 0))::text from "${name}" t) as "${name}"`,
  );
  const fingerprint = `select ${sums.join(', ')}, (select coalesce(max(sequence), 0)::int from audit) as "last entry"`;

  async function look(): Promise<Look> {
    const [[row], counters] = await Promise.all([
      query(fingerprint),
      sandboxControl<Counters>(sandboxUrl, 'GET', '/counters'),
    ]);
    const { 'last entry': lastEntry, ...tables } = row ?? {};
    return {
      upstream: Object.fromEntries(
        Object.entries(counters.byOperation).map(([name, { requests }]) => [name, requests]),
      ),
      tables: Object.fromEntries(Object.entries(tables).map(([name, sum]) => [name, String(sum)])),
      lastEntry: Number(lastEntry),
    };
  }

  return {
    look,
    async between(before, after) {
      const entries =
        before.lastEntry === after.lastEntry
          ? []
          : await query('select action, details from audit where sequence > $1 order by sequence', [before.lastEntry]);
      return [
        ...entries.map(({ action, details }) => `entry ${action} ${JSON.stringify(details)}`),
        ...Object.keys(after.upstream)
          .filter((name) => after.upstream[name] !== (before.upstream[name] ?? 0))
          .map((name) => `call ${name}`),
        ...watched.filter((name) => after.tables[name] !== before.tables[name]).map((name) => `table ${name}`),
      ];
    },
    async whereIs(text) {
      const found: string[] = [];
      for (const name of names) {
        const [row] = await query(`select count(*)::int as n from "${name}" t where strpos(t::text, $1) > 0`, [text]);
        if (row?.n !== 0) found.push(`table ${name}`);
      }
      const tenant = await sandboxControl<object>(sandboxUrl, 'GET', '/invitations?limit=100000');
      return JSON.stringify(tenant).includes(text) ? [...found, 'the tenant'] : found;
    },
    query,
    close: () => client.end(),
  };
}
