import { type Database, openDatabase } from '@/lib/db/connection';
import { batchState } from '../../chaos/bulk/rows-of';
import { importDesk } from '../../lib/import-desk';
import type { Stack } from '../../lib/stack';
import { until } from '../measure';

const PLANNED_WITHIN_MS = 300_000;
const OVER_WITHIN_MS = 900_000;

/** A file of people who are new; `others` come first. */
export function fileOf(rows: number, others: readonly string[] = []): string {
  const run = crypto.randomUUID().slice(0, 8);
  const lines = ['Email,Name,Purpose'];
  for (let row = 1; row <= rows; row += 1) {
    const email = others[row - 1] ?? `bulk.${run}.${row}@northwind.example`;
    lines.push(`${email},Person ${row} of ${run},Bench of many at once`);
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** Somebody who imports, and sees in the database how far it is. */
export async function importer(stack: Stack) {
  const desk = await importDesk(stack.appUrl, 'omar-haddad');
  const database: Database = openDatabase(stack.env.DATABASE_URL ?? '', { applicationName: 'usher bench', max: 2 });
  const comesTo = (id: string, state: string, withinMs: number) =>
    until(async () => (await batchState(database, id)) === state, `The import is never “${state}”.`, withinMs);
  const importer = {
    desk,
    database,
    upload: (text: string) => desk.upload({ name: 'bench.csv', text, key: crypto.randomUUID() }),
    async plan(id: string): Promise<void> {
      await desk.plan(id);
      await comesTo(id, 'planned', PLANNED_WITHIN_MS);
    },
    confirm: (id: string) => desk.confirm(id),
    over: (id: string) => comesTo(id, 'done', OVER_WITHIN_MS),
    /** Uploads and plans. */
    async ready(text: string): Promise<string> {
      const id = await importer.upload(text);
      await importer.plan(id);
      return id;
    },
    async close(): Promise<void> {
      desk.close();
      await database.close();
    },
  };
  return importer;
}

export type Importer = Awaited<ReturnType<typeof importer>>;
