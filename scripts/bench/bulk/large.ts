import type { Stack } from '../../lib/stack';
import { appOf, timed, watchMemory } from '../measure';
import { type Row, row } from '../row';
import { setLatency } from '../upstream';
import { fileOf, type Importer } from './imports';
import { tabRows } from './tab';

const ROWS = 20_000;
const MOST_SERVER_MB = 400;
const MB_PER_MIB = 1.048576;
/** Near by, so that the run does not take all day. */
const LATENCY_MS = 10;

/** The largest file: what server and browser hold meanwhile, and whether the grid scrolls. */
export async function largeRows(stack: Stack, importer: Importer): Promise<Row[]> {
  await setLatency(stack, LATENCY_MS);
  const memory = watchMemory(appOf(stack).pid);
  try {
    return await measured(stack, importer, () => memory.stop() * MB_PER_MIB);
  } finally {
    memory.stop();
  }
}

async function measured(stack: Stack, importer: Importer, mostMb: () => number): Promise<Row[]> {
  const text = fileOf(ROWS);
  let id = '';
  const upload = await timed(async () => {
    id = await importer.upload(text);
  });
  const seen = await tabRows(stack, id, ROWS);
  const plan = await timed(() => importer.plan(id));
  const run = await timed(async () => {
    await importer.confirm(id);
    await importer.over(id);
  });
  return [
    row(`upload of ${ROWS} rows`, upload / 1_000, 's'),
    row(`plan of ${ROWS} rows`, plan / 1_000, 's'),
    row(`run of ${ROWS} rows, ${LATENCY_MS} ms away, no limit`, run / 1_000, 's'),
    row('server, the most of memory meanwhile', mostMb(), 'MB', { bar: MOST_SERVER_MB }),
    ...seen,
  ];
}
