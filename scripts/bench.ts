/**
 * `npm run bench`: what Usher costs, measured against the sandbox. Every bench gives rows to one table;
 * `-- --json FILE` writes them too.
 */
import { writeFileSync } from 'node:fs';
import { createRows } from './bench/create';
import { policyRows } from './bench/policy';
import { table } from './bench/row';
import { ensureBuilt } from './lib/build';
import { main } from './lib/run';
import { appSecrets } from './lib/secrets';
import { startStack } from './lib/stack';

const BENCHES = [policyRows, createRows];

main(async (end) => {
  const args = process.argv.slice(2);
  const file = args[0] === '--json' ? args[1] : undefined;
  if (args.length > 0 && (file === undefined || args.length > 2))
    throw new Error('Usage: npm run bench [-- --json FILE]');
  await ensureBuilt(appSecrets(), end);
  const stack = await startStack({ name: 'bench', env: { USHER_INVITES_PER_MINUTE: '1000000' }, signal: end });
  try {
    const rows = [];
    for (const bench of BENCHES) rows.push(...(await bench(stack)));
    console.log(table(rows));
    if (file !== undefined) writeFileSync(file, `${JSON.stringify(rows, null, 2)}\n`);
    return rows.some(({ holds }) => holds === false) ? 1 : 0;
  } finally {
    await stack.close();
  }
});
