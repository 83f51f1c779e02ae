import { availableParallelism } from 'node:os';
import type { Stack } from '../../lib/stack';
import { timed } from '../measure';
import { type Row, row } from '../row';
import { setLatency } from '../upstream';
import { cpuUsed } from './cpu';
import { creates, freshJournal, sustained } from './flow';
import { fileOf, type Importer } from './imports';
import { LATENCY_MS, setLimit } from './throughput';

const ROWS = 3_000;

/** As fast as it goes, and which part the processor works for meanwhile. */
export async function unlimitedRows(stack: Stack, importer: Importer): Promise<Row[]> {
  await setLatency(stack, LATENCY_MS);
  await setLimit(stack, null, null);
  const id = await importer.ready(fileOf(ROWS));
  await freshJournal(stack);
  const { pool } = importer.database;
  const before = await cpuUsed(stack, pool);
  const took = await timed(async () => {
    await importer.confirm(id);
    await importer.over(id);
  });
  const after = await cpuUsed(stack, pool);
  const rows = [row(`${ROWS} rows, no limit, ${LATENCY_MS} ms away: sent`, sustained(await creates(stack)), '/s')];
  if (before === null || after === null) return rows;
  const cores = availableParallelism();
  for (const part of ['app', 'database', 'sandbox'] as const) {
    const percent = (100_000 * (after[part] - before[part])) / took;
    rows.push(row(`processor meanwhile, ${part}, of ${cores} × 100 %`, percent, '%'));
  }
  return rows;
}
