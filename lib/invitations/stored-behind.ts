import type { SystemContext } from './context';
import type { UpstreamInvitation } from './ports';

/** As many as one transaction takes well: with fewer its own cost counts, with more others wait for its locks. */
const BATCH = 1_000;

type Store = (batch: UpstreamInvitation[], askedAt: Date) => Promise<void>;

/**
 * Stores pages in batches while the next ones are read: one batch is being stored at a time and one is filling, so that
 * memory stays small and neither side waits for the other longer than it must. `askedAt` is a moment before the upstream was
 * asked for the batch's first page. A store that fails throws where the next page is taken, or at the end.
 */
export function storedBehind(ctx: SystemContext, startedAt: Date, store: Store) {
  let filling: UpstreamInvitation[] = [];
  let askedAt = startedAt;
  let underway: Promise<void> = Promise.resolve();

  const handOver = async (): Promise<void> => {
    await underway;
    underway = store(filling, askedAt);
    // It is waited for later; until then a failure must not look as if nobody cared.
    underway.catch(() => undefined);
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
      await underway;
    },
  };
}
