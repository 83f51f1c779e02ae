import type { Clock, Log } from '../ports';
import type { Channel, Deliveries, Delivery, Reader, TryOutcome } from './deliveries';
import { CHANNELS } from './kinds';

/** Tries one delivery; never throws. `permanent`: trying again will not help. */
export type Courier = (
  delivery: Delivery,
) => Promise<{ ok: boolean; status: number | null; problem: string; permanent: boolean }>;

export type TellContext = {
  clock: Clock;
  log: Log;
  deliveries: Deliveries;
  readers: readonly Reader[];
  /** A channel without a courier is off: what is put in for it waits. */
  couriers: Partial<Record<Channel, Courier>>;
  /** Between 0 and 1; spreads retries. */
  random: () => number;
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** When to try again after the first, second, … try that failed. A day and a half in all; then somebody has to look. */
const BACKOFF_MS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  18 * HOUR,
];
/** Longer than any courier's own deadline. */
const LEASE_MS = 60 * SECOND;
const AT_ONCE = 8;
/** Enough to catch up after a night, and an end for one turn. */
const MOST_STRETCHES = 50;
const KEPT_MS = 30 * 24 * HOUR;

/**
 * One turn of telling: the readers follow the audit to its end, and what is due is tried once. At least once each: a process
 * that dies between a try and its record leaves the delivery due again, under the same id.
 */
export async function tell(ctx: TellContext): Promise<{ left: boolean }> {
  for (const reader of ctx.readers) {
    for (let stretch = 0; stretch < MOST_STRETCHES; stretch += 1)
      if ((await ctx.deliveries.follow(reader)) === 0) break;
  }
  const channels = CHANNELS.filter((channel) => ctx.couriers[channel] !== undefined);
  const due = await ctx.deliveries.claimDue({ channels, limit: AT_ONCE, leaseMs: LEASE_MS });
  await Promise.all(due.map((delivery) => tryOnce(ctx, delivery)));
  return { left: due.length === AT_ONCE };
}

/** Forgets what was told long ago: it holds names and addresses, and the audit knows what happened. */
export const forgetTold = (ctx: TellContext): Promise<number> =>
  ctx.deliveries.forget(new Date(ctx.clock.now().getTime() - KEPT_MS));

async function tryOnce(ctx: TellContext, delivery: Delivery): Promise<void> {
  const courier = ctx.couriers[delivery.channel];
  if (courier === undefined) return;
  const from = ctx.clock.monotonicMs();
  const { ok, status, problem, permanent } = await courier(delivery);
  const outcome: TryOutcome = {
    ok,
    status,
    problem,
    tookMs: Math.round(ctx.clock.monotonicMs() - from),
    retryAt: ok || permanent ? null : nextTry(ctx, delivery.tries),
  };
  await ctx.deliveries.ended(delivery.id, outcome);
  if (!ok)
    ctx.log.warn('telling.failed', {
      delivery: delivery.id,
      channel: delivery.channel,
      kind: delivery.kind,
      status,
      problem,
      tries: delivery.tries,
      givenUp: outcome.retryAt === null,
    });
}

/** `tries` counts the one that has just failed. Up to a fifth later, so that a thousand do not come back as one. */
function nextTry({ clock, random }: TellContext, tries: number): Date | null {
  const wait = BACKOFF_MS[tries - 1];
  return wait === undefined ? null : new Date(clock.now().getTime() + wait * (1 + random() / 5));
}
