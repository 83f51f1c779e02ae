import 'server-only';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Metered, RateLimit } from './invitations/context';

/** Allowances in one minute for one person. */
export type Allowances = Record<Metered, number>;

/** A fixed window of a minute for each person and kind, in this process's memory. */
export function createRateLimit(perMinute: Allowances): RateLimit {
  const limiters = new Map(
    Object.entries(perMinute).map(([what, points]) => [what, new RateLimiterMemory({ points, duration: 60 })]),
  );
  return {
    async take(what, actor) {
      try {
        await limiters.get(what)?.consume(actor);
        return { ok: true };
      } catch (refusal) {
        // The library rejects with its result when the allowance is used up, and with an Error when it is broken.
        if (refusal instanceof RateLimiterRes) return { ok: false, retryAfterMs: refusal.msBeforeNext };
        throw refusal;
      }
    },
  };
}
