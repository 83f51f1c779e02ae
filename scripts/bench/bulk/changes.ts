import { setTimeout as pause } from 'node:timers/promises';
import type { Stack } from '../../lib/stack';
import { type Row, row } from '../row';
import { setLatency } from '../upstream';
import { backAfter, creates, freshJournal, refusedPercent } from './flow';
import { fileOf, type Importer } from './imports';
import { LATENCY_MS, PER_SECOND, setLimit } from './throughput';

/** The limit as it changes in the run, and how long each holds. */
const PHASES = [
  { perSecond: PER_SECOND, seconds: 20 },
  { perSecond: PER_SECOND / 4, seconds: 25 },
  { perSecond: PER_SECOND, seconds: 25 },
];
const ROWS = 2_600;
const STRETCH_MS = 4_000;
const BACK_AT = 0.9;
const BACK_WITHIN_S = 10;
const MOST_REFUSED_PERCENT = 2;

/** A run in which the upstream's limit falls to a quarter and comes back: how soon the speed fits again. */
export async function changeRows(stack: Stack, importer: Importer): Promise<Row[]> {
  await setLatency(stack, LATENCY_MS);
  const id = await importer.ready(fileOf(ROWS));
  await freshJournal(stack);
  const changes: { from: number; perSecond: number; atMs: number; untilMs: number }[] = [];
  let from = 0;
  for (const { perSecond, seconds } of PHASES) {
    await setLimit(stack, perSecond, 1);
    const atMs = Date.now();
    if (from === 0) await importer.confirm(id);
    await pause(seconds * 1_000);
    changes.push({ from, perSecond, atMs, untilMs: Date.now() });
    from = perSecond;
  }
  const all = await creates(stack);
  await setLimit(stack, null, null);
  await importer.over(id);
  const rows = changes.slice(1).map(({ from, perSecond, atMs, untilMs }) => {
    const asked = { fromMs: atMs, untilMs, perSecond: perSecond * BACK_AT, stretchMs: STRETCH_MS };
    return row(
      `limit ${from}/s → ${perSecond}/s in the run: at ≥ 90 % again after`,
      backAfter(all, asked) / 1_000,
      's',
      {
        bar: BACK_WITHIN_S,
      },
    );
  });
  return [
    ...rows,
    row('requests told to slow down, limit changed twice', refusedPercent(all), '%', { bar: MOST_REFUSED_PERCENT }),
  ];
}
