import { sandboxControl } from '../../lib/sandbox-control';
import type { Stack } from '../../lib/stack';

/** A create as the tenant saw it; `atMs` is when it came. */
type Create = { atMs: number; committed: boolean; refused: boolean };

/** Empties the tenant's journal, so that what follows stands alone in it. */
export const freshJournal = ({ sandboxUrl }: Stack): Promise<unknown> =>
  sandboxControl(sandboxUrl, 'DELETE', '/journal');

export async function creates({ sandboxUrl }: Stack): Promise<Create[]> {
  type Entry = { at: string; status: number | null; committed: string | null };
  const path = '/journal?operation=create';
  const { requests } = await sandboxControl<{ requests: Entry[] }>(sandboxUrl, 'GET', path);
  return requests.map(({ at, status, committed }) => ({
    atMs: Date.parse(at),
    committed: committed !== null,
    refused: status === 429,
  }));
}

/** Creates carried out in a second, from the first to the last. */
export function sustained(all: readonly Create[]): number {
  const times = all.filter(({ committed }) => committed).map(({ atMs }) => atMs);
  return (1_000 * (times.length - 1)) / (Math.max(...times) - Math.min(...times));
}

/** The share of requests that were told to slow down, in percent. */
export const refusedPercent = (all: readonly Create[]): number =>
  (100 * all.filter(({ refused }) => refused).length) / all.length;

/**
 * How long after `fromMs` creates came at `perSecond` again: the beginning of the first stretch of `stretchMs` that does.
 * Infinity when none before `untilMs` does.
 */
export function backAfter(
  all: readonly Create[],
  { fromMs, untilMs, perSecond, stretchMs }: { fromMs: number; untilMs: number; perSecond: number; stretchMs: number },
): number {
  const times = all.filter(({ committed }) => committed).map(({ atMs }) => atMs);
  const needed = (perSecond * stretchMs) / 1_000;
  for (let start = fromMs; start + stretchMs <= untilMs; start += 100) {
    if (times.filter((at) => at >= start && at < start + stretchMs).length >= needed) return start - fromMs;
  }
  return Number.POSITIVE_INFINITY;
}
