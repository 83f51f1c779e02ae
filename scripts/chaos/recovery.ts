import { type AppUnderFire, lookFor } from './app-under-fire';

const LOOK_FOR_MS = 60_000;

/** In milliseconds from the start of the process. */
export type Recovery = {
  /** It answers. */
  readyMs: number;
  /** The work goes on: it holds the reconciler's lock, has read what is open, and takes it up. */
  goesOnMs: number;
  /** It has looked at all that was left behind, and sent what was due. */
  lookedAtMs: number;
};

/** Kills and starts the app, and measures until it takes up what was left behind, and until it has looked at all of it. */
export async function killAndMeasure(app: AppUnderFire, againMs: number | null): Promise<Recovery> {
  const { startedAt, work } = await app.kill(againMs);
  const readyMs = performance.now() - startedAt;
  const lookedAt = await lookFor(async () => work.lookedAtAt, LOOK_FOR_MS);
  const since = (at: number | null) => (at === null ? Number.POSITIVE_INFINITY : at - startedAt);
  return { readyMs, goesOnMs: since(work.goesOnAt), lookedAtMs: since(lookedAt) };
}
