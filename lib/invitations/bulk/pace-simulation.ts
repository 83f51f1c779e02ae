import { answered, firstPace, left, nextLeaves } from './pace';
import type { Pace } from './pace-state';

type Limit = { perSecond: number; burst?: number; retryAfter: number | null } | null;

type Conditions = {
  rows: number;
  seed: number;
  latencyMs: [least: number, most: number];
  /** The same object means the same rule: another one begins with a full bucket. */
  limitAt: (now: number) => Limit;
  /** How long the upstream keeps a request waiting before it is done. */
  queue?: (now: number) => number;
  untilMs?: number;
};

export type Simulated = {
  ms: number;
  requests: number;
  taken: number[];
  refused: number[];
  left: number[];
  /** When a `Retry-After` was read. */
  told: number[];
  mostInFlight: number;
  pace: Pace;
};

export const takenBetween = ({ taken }: Simulated, from: number, to: number): number =>
  taken.filter((at) => at >= from && at < to).length;

/** Sends rows to an upstream with a token bucket, in virtual time: the same seed is the same run, on any machine. */
export function simulate({
  rows,
  seed,
  latencyMs,
  limitAt,
  queue = () => 0,
  untilMs = 600_000,
}: Conditions): Simulated {
  const random = randomFrom(seed);
  const agenda: { at: number; work: () => void }[] = [];
  const bucket = { limit: null as Limit, level: 0, at: 0 };
  const seen: Omit<Simulated, 'pace' | 'ms'> = {
    requests: 0,
    taken: [],
    refused: [],
    left: [],
    told: [],
    mostInFlight: 0,
  };
  let now = 0;
  let pace = firstPace(0);
  let waiting = rows;
  let inFlight = 0;
  let timer: number | null = null;

  const plan = (at: number, work: () => void) => {
    const place = agenda.findLastIndex((each) => each.at >= at);
    agenda.splice(place + 1, 0, { at, work });
  };
  const admits = (): boolean => {
    const limit = limitAt(now);
    if (limit === null) return true;
    const burst = limit.burst ?? Math.max(1, Math.floor(limit.perSecond));
    bucket.level =
      limit === bucket.limit ? Math.min(burst, bucket.level + ((now - bucket.at) / 1_000) * limit.perSecond) : burst;
    bucket.limit = limit;
    bucket.at = now;
    if (bucket.level < 1) return false;
    bucket.level -= 1;
    return true;
  };
  const answer = (sentAt: number, taken: boolean) => {
    inFlight -= 1;
    if (!taken) waiting += 1;
    const retryAfter = taken ? null : (limitAt(now)?.retryAfter ?? null);
    if (retryAfter !== null) seen.told.push(now);
    const outcome = taken ? ('taken' as const) : ('refused' as const);
    const retryAfterMs = retryAfter === null ? undefined : retryAfter * 1_000;
    pace = answered(pace, { outcome, sentAt, inFlight, retryAfterMs }, now);
    send();
  };
  const sendOne = () => {
    pace = left(pace, now);
    waiting -= 1;
    inFlight += 1;
    seen.requests += 1;
    seen.left.push(now);
    seen.mostInFlight = Math.max(seen.mostInFlight, inFlight);
    const sentAt = now;
    const way = (latencyMs[0] + random() * (latencyMs[1] - latencyMs[0])) / 2;
    plan(now + way, () => {
      const taken = admits();
      (taken ? seen.taken : seen.refused).push(now);
      plan(now + way + queue(now), () => answer(sentAt, taken));
    });
  };
  const send = () => {
    while (waiting > 0) {
      const next = nextLeaves(pace, inFlight);
      if (next === null) return;
      if (next > now) {
        if (timer !== null && timer <= next) return;
        timer = next;
        // A timer of Node counts whole milliseconds, and is late.
        plan(Math.ceil(next) + random() * 2, () => {
          timer = null;
          send();
        });
        return;
      }
      sendOne();
    }
  };

  send();
  for (let next = agenda.pop(); next !== undefined && next.at <= untilMs; next = agenda.pop()) {
    now = next.at;
    next.work();
  }
  return { ...seen, ms: seen.taken.at(-1) ?? 0, pace };
}

/** mulberry32: a number from 0 up to 1 at each call. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
