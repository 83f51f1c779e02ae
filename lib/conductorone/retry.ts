import 'server-only';
import type { DirectoryError } from '@/lib/invitations/errors';
import { type Deadline, pause } from './deadline';

/** How often a request that may be repeated is sent at most. */
export const MAX_TRIES = 3;

const BASE_MS = 200;
const LONGEST_RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * The wait that a `Retry-After` header asks for, in milliseconds (RFC 9110 §10.2.3: seconds or an HTTP date), never
 * negative and at most a day; undefined when it is absent or unreadable. A date is measured against `now`, which should be the
 * upstream's own `Date` where it sent one, so that a clock that is off does not change the wait.
 */
export function retryAfterMs(header: string | null, now: Date): number | undefined {
  const value = header?.trim() ?? '';
  // Fractions are not in the RFC, but gateways send them.
  const wait = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : httpDate(value) - now.getTime();
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(0, Math.ceil(wait)), LONGEST_RETRY_AFTER_MS);
}

/** Milliseconds since the epoch; NaN for what is not a date in the form that RFC 9110 §5.6.7 prefers. */
export function httpDate(value: string): number {
  return /^[A-Za-z]{3}, \d{2} [A-Za-z]{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value) ? Date.parse(value) : Number.NaN;
}

/**
 * How long to wait before try number `tries + 1`, in milliseconds: exponential (0.2 s, 0.4 s, …) with half of it random, so that
 * many clients do not return at the same instant; never sooner than the upstream asked for.
 */
export function backoffMs(tries: number, asked: number | undefined, random: () => number): number {
  const step = BASE_MS * 2 ** (tries - 1);
  return (asked ?? 0) + step * (0.5 + random() / 2);
}

/** Calls `attempt` until its answer stands: it is good, final, not worth repeating, or there is no time for another. */
export async function retried<A extends { ok: boolean; error?: DirectoryError }>(
  most: number,
  deadline: Deadline,
  random: () => number,
  attempt: () => Promise<{ final: boolean; answer: A }>,
): Promise<A> {
  for (let tries = 1; ; tries += 1) {
    const { final, answer } = await attempt();
    if (answer.ok || final || tries >= most || answer.error === undefined) return answer;
    const { code, retryAfterMs } = answer.error;
    if (code !== 'unavailable' && code !== 'rate-limited') return answer;
    const wait = backoffMs(tries, retryAfterMs, random);
    if (wait >= deadline.remainingMs()) return answer;
    await pause(wait, deadline.signal);
    if (deadline.signal.aborted) return answer;
  }
}
