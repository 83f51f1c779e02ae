import { sandboxControl } from '../../lib/sandbox-control';
import type { Stack } from '../../lib/stack';
import { directCreate } from '../create';
import { timed } from '../measure';
import { type Row, row } from '../row';
import { clientAlone, setLatency } from '../upstream';
import { creates, freshJournal, refusedPercent, sustained } from './flow';
import { fileOf, type Importer } from './imports';

export const LATENCY_MS = 100;
export const PER_SECOND = 50;
const ROWS = 1_000;
/** Of the loop of direct creates, before and again after each run, so that whatever else the machine does falls on both. */
const LOOP = 100;
const LEAST_SHARE = 0.95;
const LEAST_TIMES = 4.5;

/** What the upstream takes in a second: what was not used is kept for one second, as the sandbox does unless told otherwise. */
export const setLimit = (
  { sandboxUrl }: Stack,
  perSecond: number | null,
  retryAfter: number | null,
): Promise<unknown> =>
  sandboxControl(sandboxUrl, 'PATCH', '/settings', {
    rateLimit: perSecond === null ? null : { perSecond, retryAfter },
  });

/** An import of 1,000 rows against a limit, and the same creates one after another by the client alone. */
export async function throughputRows(stack: Stack, importer: Importer): Promise<Row[]> {
  await setLatency(stack, LATENCY_MS);
  const rows: Row[] = [];
  for (const retryAfter of [1, null]) {
    await setLimit(stack, PER_SECOND, retryAfter);
    rows.push(...(await once(stack, importer, retryAfter === null ? 'no Retry-After' : 'Retry-After')));
  }
  await setLimit(stack, null, null);
  return rows;
}

async function once(stack: Stack, importer: Importer, how: string): Promise<Row[]> {
  const directory = clientAlone(stack);
  const directories = await directory.listDirectories({ requestId: crypto.randomUUID() });
  const directoryId = directories.ok ? (directories.value[0]?.id ?? '') : '';
  const direct = directCreate(stack, directoryId);
  const loop = async () => {
    for (let i = 0; i < LOOP; i += 1) await direct();
  };
  const id = await importer.ready(fileOf(ROWS));
  const before = await timed(loop);
  await freshJournal(stack);
  const took = await timed(async () => {
    await importer.confirm(id);
    await importer.over(id);
  });
  const all = await creates(stack);
  const after = await timed(loop);
  const alone = (2_000 * LOOP) / (before + after);
  const rate = sustained(all);
  const what = `${ROWS} rows, limit ${PER_SECOND}/s, ${how}`;
  return [
    row(`${what}: sent`, rate, '/s', { reference: PER_SECOND, least: PER_SECOND * LEAST_SHARE }),
    row(`${what}: against direct creates in a loop`, rate / alone, 'times', { least: LEAST_TIMES }),
    row(`${what}: direct creates in a loop`, alone, '/s'),
    row(`${what}: told to slow down`, refusedPercent(all), '%'),
    row(`${what}: from “confirm” to the end`, took / 1_000, 's'),
  ];
}
