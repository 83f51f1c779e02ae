import type { SystemContext } from './context';
import type { UpstreamInvitation } from './ports';

/** As many as one transaction takes well: with fewer its own cost counts, with more others wait for its locks. */
const BATCH = 1_000;
/** Batches that are being stored at once: the store is slower than reading, and has more than one hand. */
const AT_ONCE = 2;

type Store = (batch: UpstreamInvitation[], askedAt: Date) => Promise<void>;
type Underway = { ids: ReadonlySet<string>; stored: Promise<void> };

/**
 * Stores pages in batches while the next ones are read: two batches are being stored at a time and one is filling, so that
 * memory stays small and neither side waits for the other longer than it must. `askedAt` is a moment before the upstream was
 * asked for the batch's first page. A store that fails throws where the next page is taken, or at the end.
 */
export function storedBehind(ctx: SystemContext, startedAt: Date, store: Store) {
  let filling: UpstreamInvitation[] = [];
  let askedAt = startedAt;
  let underway: Underway[] = [];

  /** Waits until so few are under way, oldest first. */
  const downTo = async (left: number): Promise<void> => {
    while (underway.length > left) {
      await underway[0]?.stored;
      underway = underway.slice(1);
    }
  };
  const handOver = async (): Promise<void> => {
    const ids = new Set(filling.map(({ id }) => id));
    // One that is in both has changed in between: what was read later is stored later.
    const again = underway.some((other) => filling.some(({ id }) => other.ids.has(id)));
    await downTo(again ? 0 : AT_ONCE - 1);
    const stored = store(filling, askedAt);
    // It is waited for later; until then a failure must not look as if nobody cared.
    stored.catch(() => undefined);
    underway.push({ ids, stored });
    filling = [];
    askedAt = await ctx.ledger.now();
  };
  return {
    async take(page: readonly UpstreamInvitation[]): Promise<void> {
      filling.push(...page);
      if (filling.length >= BATCH) await handOver();
    },
    async end(): Promise<void> {
      await handOver();
      await downTo(0);
    },
  };
}
