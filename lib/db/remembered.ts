import 'server-only';

/** An answer that took less than this, in milliseconds, is not kept: a small ledger is looked through anew each time. */
const CHEAP_MS = 25;
/** How long a dear one is kept, as a multiple of what it took. */
const KEEP = 50;

/** Keeps an answer for as long as it was dear; whoever comes meanwhile gets the kept one, or waits for the one under way. */
export function remembered<T>(read: () => Promise<T>): () => Promise<T> {
  let kept: { value: T; until: number } | null = null;
  let underway: Promise<T> | null = null;
  return async () => {
    if (kept !== null && performance.now() < kept.until) return kept.value;
    const began = performance.now();
    underway ??= read()
      .then((value) => {
        const ended = performance.now();
        const took = ended - began;
        kept = took < CHEAP_MS ? null : { value, until: ended + took * KEEP };
        return value;
      })
      .finally(() => {
        underway = null;
      });
    return underway;
  };
}
