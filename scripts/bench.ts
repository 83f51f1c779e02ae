/**
 * `npm run bench`: what Usher costs, measured against the sandbox. Every bench gives rows to one table;
 * `-- --json FILE` writes them too,
 * and `-- --million` looks at a list of a million as well, which takes minutes.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
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

/** In this order: the sync fills the ledger in which the others are measured. */
const BENCHES: ((stack: Stack, wanted: Wanted) => Promise<Row[]>)[] = [policyRows, syncRows, listRows, createRows];

main(async (end) => {
  const { json, million } = options();
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
    for (const bench of BENCHES) {
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

function options(): Wanted & { json: string | undefined } {
  try {
    const { values } = parseArgs({ options: { json: { type: 'string' }, million: { type: 'boolean' } } });
    return { json: values.json, million: values.million === true };
  } catch {
    throw new Error('Usage: npm run bench [-- --json FILE --million]');
  }
}
