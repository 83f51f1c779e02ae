/**
 * `npm run bench`: what Usher costs, measured against the sandbox. Every bench gives rows to one table;
 * `-- --json FILE` writes them too,
 * and `-- --million` looks at a list of a million as well, which takes minutes. `-- --bulk` measures many at once instead;
 * `--only NAME` one part of it.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { BULK_PARTS, bulkBenches } from './bench/bulk/bulk';
import { createRows } from './bench/create';
import { listRows } from './bench/list';
import { policyRows } from './bench/policy';
import { type Row, table } from './bench/row';
import { syncRows } from './bench/sync';
import { ensureBuilt } from './lib/build';
import { main } from './lib/run';
import { appSecrets } from './lib/secrets';
import { type Stack, startStack } from './lib/stack';

type Wanted = { million: boolean };
type Bench = (stack: Stack, wanted: Wanted) => Promise<Row[]>;

/** In this order: the sync fills the ledger in which the others are measured. */
const BENCHES: Bench[] = [policyRows, syncRows, listRows, createRows];

main(async (end) => {
  const { json, million, benches } = options();
  await ensureBuilt(appSecrets(), end);
  const stack = await startStack({
    name: 'bench',
    durable: true,
    env: { USHER_INVITES_PER_MINUTE: '1000000' },
    signal: end,
  });
  try {
    const rows: Row[] = [];
    const given = gaveUp(end);
    for (const bench of benches) {
      const found = await Promise.race([bench(stack, { million }), given]);
      console.log(`${table(found)}\n`);
      rows.push(...found);
    }
    if (json !== undefined) writeFileSync(json, `${JSON.stringify(rows, null, 2)}\n`);
    return rows.some(({ holds }) => holds === false) ? 1 : 0;
  } finally {
    await stack.close();
  }
});

/** Rejects when the bench is asked to end: what it waits for then may never come. */
const gaveUp = (end: AbortSignal): Promise<never> =>
  new Promise((_, reject) => end.addEventListener('abort', () => reject(end.reason)));

function options(): Wanted & { json: string | undefined; benches: Bench[] } {
  const usage = `Usage: npm run bench [-- --json FILE --million], or npm run bench -- --bulk [--json FILE --only ${BULK_PARTS.join('|')}]`;
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    const { values } = parseArgs({ options: { json: text, million: flag, bulk: flag, only: text } });
    const { json, million = false, bulk = false, only } = values;
    if (only !== undefined && !(bulk && BULK_PARTS.includes(only))) throw new Error(only);
    return { json, million, benches: bulk ? bulkBenches(only) : BENCHES };
  } catch {
    throw new Error(usage);
  }
}
