import 'server-only';

/** An answer that took less than this, in milliseconds, is not kept: a small ledger is looked through anew each time. */
const CHEAP_MS = 25;
/** How long a dear one is kept, as a multiple of what it took. */
const KEEP = 50;

/**
 * Keeps an answer for as long as it was dear; whoever comes meanwhile gets the kept one, or waits for the one under way. For
 * as long again the kept one is given while the next is read behind it, so that where many come nobody waits.
 */
export function remembered<T>(read: () => Promise<T>): () => Promise<T> {
  let kept: { value: T; freshUntil: number; goodUntil: number } | null = null;
  let underway: Promise<T> | null = null;
  const readAgain = (): Promise<T> => {
    const began = performance.now();
    underway ??= read()
      .then((value) => {
        const ended = performance.now();
        const keep = (ended - began) * KEEP;
        kept = ended - began < CHEAP_MS ? null : { value, freshUntil: ended + keep, goodUntil: ended + 2 * keep };
        return value;
      })
      .finally(() => {
        underway = null;
      });
    return underway;
  };
  return async () => {
    const now = performance.now();
    if (kept === null || now >= kept.goodUntil) return readAgain();
    // One that fails is read again by whoever comes when the kept one is too old, and told to them.
    if (now >= kept.freshUntil) readAgain().catch(() => undefined);
    return kept.value;
  };
}
