import { type Burst, LEAST_PER_SECOND, type Pace, rttOf } from './pace-state';

const STEP_BACK = 0.85;
/** Fewer answers than these say nothing by their share. */
const ENOUGH = 4;

type Lesson = { limit: number; allowance: number | null; rough: boolean };

/** What a burst of refusals says of the upstream's limit, and of how many it lets through at once. */
export function learnt(pace: Pace, burst: Burst): Lesson {
  const { limit, allowance } = pace;
  const { span, rate } = burst;
  const all = burst.taken + burst.refused;
  const share = all < ENOUGH ? null : (rate * (burst.taken + 0.5)) / all;
  const lesson = (known: number, kept: number | null, rough: boolean): Lesson => ({
    limit: Math.max(LEAST_PER_SECOND, known),
    allowance: kept,
    rough,
  });
  if (limit === null || span === null) return lesson(share ?? rate / 2, null, true);
  // Nothing was there at either refusal: what came between is the limit, unless some of it was lost, or it has changed.
  const between = span.taken / span.all;
  const surprise = span.expected > 0.25 * limit;
  if (share !== null && (surprise ? share < 0.6 * limit : share > 1.7 * between)) return lesson(share, null, true);
  if (surprise && between < (pace.rough ? 0.6 : 0.8) * limit) {
    // It holds less than a pause brings.
    // Refused as soon as it went on: it takes hardly more than one at once, and a rate this near to its limit is too much.
    if (span.takenActive < ENOUGH || span.active < (2 * rttOf(pace)) / 1_000) {
      return lesson(Math.min(share ?? limit, limit) * STEP_BACK, 0, false);
    }
    const kept = Math.min(Math.max(limit, between), span.takenActive / span.active);
    return lesson(kept, Math.max(0, span.takenActive - kept * span.active), false);
  }
  if (allowance === null || span.takenActive < ENOUGH) return lesson(between, allowance, false);
  const exact = (span.takenActive - allowance) / span.active;
  return lesson(Math.min(Math.max(exact, between), span.takenActive / span.active), allowance, false);
}
