import 'server-only';
import type { Clock } from '@/lib/invitations/ports';
import type { Secret } from '@/lib/secret';
import type { IssuedToken, TokenAnswer } from './token-response';

/** Where a call gets its token from. */
export type TokenSource = {
  /** A token that is valid now. Never throws; `signal` ends this caller's waiting only. */
  get(requestId: string, signal: AbortSignal): Promise<TokenAnswer | 'aborted'>;
  /** Tells that the upstream refused this very token. Answers whether another one can be had. */
  refused(token: Secret): boolean;
};

/** After a renewal ahead of time failed, the valid token serves on and the next attempt waits this long. */
const PAUSE_AFTER_FAILED_RENEWAL_MS = 5_000;

/** Renewed when a tenth of its life is left, at most a minute. */
const renewBefore = (lifetimeMs: number): number => Math.min(60_000, lifetimeMs / 10);
/** Not used any more this long before its end: it must still be valid when the request arrives. */
const unusableBefore = (lifetimeMs: number): number => Math.min(5_000, lifetimeMs / 50);

const EXPIRED_ON_ARRIVAL: TokenAnswer = {
  ok: false,
  error: { code: 'unavailable', message: 'The token had expired before it arrived.' },
};

type Held = { token: Secret; from: number; lifetimeMs: number; renewAt: number; usableUntil: number };

/**
 * Keeps one token for many requests. Many callers that need one at the same time share one request; near its end it is
 * renewed while the old one still serves; a failure is told to those who waited for it and to nobody after them.
 *
 * Lives are measured by the monotonic clock, from before the request left: a machine's wall clock may jump.
 */
export function createTokenSource(request: (requestId: string) => Promise<TokenAnswer>, clock: Clock): TokenSource {
  let held: Held | null = null;
  let pending: Promise<TokenAnswer> | null = null;

  const hold = (issued: IssuedToken, from: number): void => {
    const { token, lifetimeMs } = issued;
    const [renewAt, usableUntil] = [
      from + lifetimeMs - renewBefore(lifetimeMs),
      from + lifetimeMs - unusableBefore(lifetimeMs),
    ];
    held = { token, from, lifetimeMs, renewAt, usableUntil };
  };

  const renew = (requestId: string): Promise<TokenAnswer> => {
    if (pending !== null) return pending;
    const from = clock.monotonicMs();
    pending = request(requestId)
      .then((answer) => {
        if (answer.ok) {
          hold(answer.value, from);
          if (clock.monotonicMs() >= from + answer.value.lifetimeMs) return EXPIRED_ON_ARRIVAL;
        } else if (held !== null) held.renewAt = clock.monotonicMs() + PAUSE_AFTER_FAILED_RENEWAL_MS;
        return answer;
      })
      .finally(() => {
        pending = null;
      });
    return pending;
  };

  return {
    async get(requestId, signal) {
      const now = clock.monotonicMs();
      if (held !== null && now < held.usableUntil) {
        const { token, lifetimeMs } = held;
        if (now >= held.renewAt) void renew(requestId);
        return { ok: true, value: { token, lifetimeMs } };
      }
      return (await unlessAborted(renew(requestId), signal)) ?? 'aborted';
    },
    refused(token) {
      // Of many that were refused together only the first finds its token here; the others find the new one, or its coming.
      if (held?.token === token) held = null;
      return true;
    },
  };
}

/** A source for a token that was given by configuration and cannot be renewed. */
export function fixedTokenSource(token: Secret): TokenSource {
  return {
    get: async () => ({ ok: true, value: { token, lifetimeMs: Number.POSITIVE_INFINITY } }),
    refused: () => false,
  };
}

/** The promise's value, or null as soon as `signal` is aborted; the work behind it goes on for the others. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return resolve(null);
    const onAbort = () => resolve(null);
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
