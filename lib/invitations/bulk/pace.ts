import { learnt } from './pace-lesson';
import { LEAST_PER_SECOND, type Pace, rttOf, type Span } from './pace-state';

/**
 * How fast bulk sends, as a pure controller: no clock, no timers. It learns what the upstream takes, from nothing but answers.
 *
 * The window (how many may be under way at once) is a fraction, and sending is paced by the smoothed time of a round trip, as
 * TCP's is: one leaves every `rtt / window`, so that a window of 5.3 counts as 5.3.
 *
 * - Until it was ever refused, the window grows by a factor in time, up to its cap.
 * - A refusal (429) stops all sending for as long as `Retry-After` says, and a moment where it says nothing. Those that were
 *   under way when it came are one burst with it: one cut. What was taken between two refusals, in the time between them, is
 *   the upstream's limit, for nothing was left of its allowance at either; of the first refusal it is the share that was taken.
 * - Then it settles just under that limit, spending what the allowance gained in the pause but for a reserve, which single
 *   invitations find free. After some calm seconds it asks for more, gently and then faster and faster, as CUBIC does: a limit
 *   that rose fourfold is found in seconds, and one that did not costs a refusal or two in hundreds.
 * - Faults (no answer, or one that proves nothing) in a row stop it for longer and longer.
 *
 * Times are milliseconds of any one clock. The state is plain data: stored, it is what the next leader begins with.
 */

/** `fault`: no answer, or one that proves nothing. Any other answer but 429 used up a part of the allowance like a success. */
export type Answered = {
  outcome: 'taken' | 'refused' | 'fault';
  sentAt: number;
  /** How many are still under way. */
  inFlight: number;
  retryAfterMs?: number | undefined;
};

/** As many at once at the most; more than that is the upstream's, or our own, queue. */
export const MOST_IN_FLIGHT = 64;
const FIRST_PER_SECOND = 15;
/** How many seconds a window takes to double; where many are under way one refusal means many, and it takes longer. */
const DOUBLING_S = 1;
const DOUBLING_MANY_S = 2;
const MANY = 8;
/** A round trip of so many times the least says that there is a queue: the window grows no further. */
const QUEUE = 2;
/** Before that many, nobody knows what is much. */
const FEW_TRIPS = 16;
const CALM_MS = 2_800;
/** After a limit that is known by a share of few answers only. */
const CALM_ROUGH_MS = 1_500;
const UNDER = 0.98;
const PROBE = 1.1;
/** So much more than the allowance can have held, in seconds of the limit, and the limit is taken for higher than it was. */
const BEYOND_S = 0.08;
/** The allowance that is left alone, in seconds of the limit. */
const RESERVE_S = 0.12;
/** What an upstream lets through at once is taken for no more than this, in seconds of its limit. */
const ALLOWANCE_S = 1;
/** An allowance is spent down to the reserve within the calm time, and not faster than in this. */
const LEAST_SPEND_S = 0.7;
const PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
const FAULTS_TO_STOP = 4;
const FAULT_PAUSE_MS = 1_000;
const LONGEST_FAULT_PAUSE_MS = 30_000;
/** A timer that was late is caught up with, up to this. */
const CATCH_UP_MS = 40;
/** Nothing to send for so long, and what was learnt of the window is old. */
const IDLE_MS = 1_000;

export const firstPace = (now: number): Pace => ({
  rate: FIRST_PER_SECOND,
  rttMs: 0,
  leastRttMs: 0,
  trips: 0,
  limit: null,
  rough: true,
  emptyAt: now,
  taken: 0,
  allowance: null,
  resumedAt: now,
  takenBefore: 0,
  heldUntil: now,
  heldFor: null,
  calmUntil: now,
  probed: 0,
  burst: null,
  stops: 0,
  faults: 0,
  faultAt: null,
  nextAt: now,
  answeredAt: now,
});

/** How many are under way at this rate, by Little's law. */
export const windowOf = (pace: Pace): number => (pace.rate * rttOf(pace)) / 1_000;

/** When the next may leave; null when an answer has to come first. */
export function nextLeaves(pace: Pace, inFlight: number): number | null {
  // Twice the window, for round trips are not all alike.
  if (inFlight >= Math.min(MOST_IN_FLIGHT, Math.floor(2 * windowOf(pace)) + 2)) return null;
  return Math.max(pace.nextAt, pace.heldUntil);
}

/** One has left. */
export function left(pace: Pace, now: number): Pace {
  const counted = pace.burst !== null && now >= pace.heldUntil ? settled(pace, now) : pace;
  const rested = now - counted.answeredAt > IDLE_MS + rttOf(counted) && now > counted.nextAt + IDLE_MS;
  const fresh = rested ? afterRest(counted, now) : counted;
  const from = Math.max(fresh.nextAt, now - CATCH_UP_MS);
  return { ...fresh, nextAt: from + 1_000 / fresh.rate, taken: fresh.taken + 1 };
}

/** One that was to leave stayed: the policy held it back, or somebody else was faster. */
export const stayed = (pace: Pace): Pace => ({ ...pace, taken: Math.max(0, pace.taken - 1) });

/** A single invitation goes ahead: bulk gives it the place and the part of the allowance that its next one would take. */
export const gaveWay = (pace: Pace, now: number): Pace => ({
  ...pace,
  nextAt: Math.max(pace.nextAt, now) + 1_000 / pace.rate,
});

const afterRest = (pace: Pace, now: number): Pace => ({
  ...pace,
  rate: pace.limit === null ? Math.min(pace.rate, FIRST_PER_SECOND) : pace.limit * UNDER,
  calmUntil: Math.max(pace.calmUntil, now + CALM_ROUGH_MS),
  probed: 0,
  nextAt: now,
  answeredAt: now,
});

/** One was answered, or never will be. */
export function answered(pace: Pace, answer: Answered, now: number): Pace {
  switch (answer.outcome) {
    case 'refused':
      return refused(pace, answer, now);
    case 'fault':
      return fault(pace, answer, now);
    case 'taken':
      return taken(pace, answer, now);
  }
}

function taken(pace: Pace, { sentAt, inFlight }: Answered, now: number): Pace {
  const rtt = Math.max(1, now - sentAt);
  const rttMs = pace.rttMs === 0 ? rtt : pace.rttMs + (rtt - pace.rttMs) / 8;
  // The least rises slowly, so that an upstream which has become slower for good is not waited for.
  const leastRttMs = pace.trips < FEW_TRIPS ? rttMs : Math.min(rttMs, pace.leastRttMs * 1.0005);
  const { burst } = pace;
  const known: Pace = {
    ...pace,
    rttMs,
    leastRttMs,
    trips: pace.trips + 1,
    faults: 0,
    heldFor: now < pace.heldUntil ? pace.heldFor : null,
  };
  if (burst !== null && sentAt <= burst.at) return { ...known, burst: { ...burst, taken: burst.taken + 1 } };
  const calmer = burst === null ? known : settled(known, now);
  return grown({ ...calmer, stops: 0 }, inFlight, now);
}

/** The rate as time goes by without a refusal; it grows only while it is made use of, and while nothing queues. */
function grown(pace: Pace, inFlight: number, now: number): Pace {
  const seconds = Math.min(0.5, Math.max(0, now - pace.answeredAt) / 1_000);
  const at = { ...pace, answeredAt: now };
  const window = windowOf(at);
  const used = inFlight + 1 >= window / 2;
  const queues = at.rttMs > QUEUE * at.leastRttMs && window > 2;
  const most = (MOST_IN_FLIGHT * 1_000) / rttOf(at);
  if (at.limit === null) {
    if (queues) return { ...at, rate: Math.max(LEAST_PER_SECOND, at.rate * 0.5 ** seconds) };
    if (!used) return at;
    const doubling = window < MANY ? DOUBLING_S : DOUBLING_MANY_S;
    return { ...at, rate: Math.min(most, at.rate * 2 ** (seconds / doubling)) };
  }
  if (now < at.calmUntil) return { ...at, rate: Math.min(most, eased(at, calmRate(at, at.limit, now), seconds)) };
  // Gently while the allowance may still hold something; what it cannot hold any more says that the limit has risen.
  const spent =
    allowanceLeft({ ...at, taken: at.taken - inFlight }, at.limit, now - rttOf(at) / 2) < -BEYOND_S * at.limit;
  const probed = spent && used && !queues ? at.probed + seconds : at.probed;
  const asked = at.limit * PROBE * Math.exp(0.4 * probed + 0.35 * probed ** 2);
  return { ...at, probed, rate: Math.min(most, eased(at, asked, seconds)) };
}

/** Down at once, up no faster than doubling in half a second: after faults the rate comes from far below. */
const eased = (pace: Pace, aim: number, seconds: number): number =>
  Math.min(aim, Math.max(pace.rate * 4 ** seconds, aim / 8));

/** What the allowance holds, by what is known of the limit. */
function allowanceLeft(pace: Pace, limit: number, at: number): number {
  const most = pace.allowance ?? ALLOWANCE_S * limit;
  const gained = Math.min(
    most,
    (limit * (Math.max(pace.resumedAt, pace.emptyAt) - pace.emptyAt)) / 1_000 - pace.takenBefore,
  );
  const since = (limit * (at - pace.resumedAt)) / 1_000 - (pace.taken - pace.takenBefore);
  return Math.min(most, gained + since);
}

/** Just under the limit, and what the allowance has gained beyond its reserve, spread over a while. */
const calmRate = (pace: Pace, limit: number, now: number): number =>
  limit * UNDER +
  Math.max(0, allowanceLeft(pace, limit, now) - RESERVE_S * limit) /
    Math.max(LEAST_SPEND_S, (pace.calmUntil - now) / 1_000);

function refused(pace: Pace, { sentAt, inFlight, retryAfterMs }: Answered, now: number): Pace {
  const { burst } = pace;
  if (burst !== null && sentAt <= burst.at) {
    const heldUntil = Math.max(pace.heldUntil, retryAfterMs === undefined ? 0 : now + retryAfterMs);
    return { ...pace, heldUntil, taken: pace.taken - 1, burst: { ...burst, refused: burst.refused + 1 } };
  }
  const before = burst === null ? pace : settled(pace, now);
  const own = Math.max(PAUSE_MS, 1.25 * rttOf(before)) * 2 ** Math.min(10, before.stops);
  const heldUntil = now + Math.max(retryAfterMs ?? 0, Math.min(LONGEST_PAUSE_MS, own));
  // It was empty when the refused one came there. Those that left later belong to the time after.
  const emptyAt = now - rttOf(before) / 2;
  return {
    ...before,
    heldUntil,
    heldFor: 'refused',
    emptyAt,
    taken: inFlight,
    stops: before.stops + 1,
    burst: { at: now, rate: before.rate, taken: 0, refused: 1, span: spanOf(before, emptyAt, inFlight + 1) },
  };
}

function spanOf(pace: Pace, emptyAt: number, later: number): Span | null {
  if (pace.limit === null || emptyAt <= pace.resumedAt) return null;
  const taken = pace.taken - later;
  return {
    all: (emptyAt - pace.emptyAt) / 1_000,
    taken,
    active: (emptyAt - pace.resumedAt) / 1_000,
    takenActive: taken - pace.takenBefore,
    expected: allowanceLeft({ ...pace, taken }, pace.limit, emptyAt),
  };
}

/** What the burst has taught, once its pause is over. */
function settled(pace: Pace, now: number): Pace {
  const { burst } = pace;
  if (burst === null) return pace;
  const lesson = learnt(pace, burst);
  const resumed: Pace = {
    ...pace,
    ...lesson,
    resumedAt: now,
    takenBefore: pace.taken,
    probed: 0,
    burst: null,
    heldFor: null,
    answeredAt: now,
  };
  const calm = { ...resumed, calmUntil: now + (lesson.rough ? CALM_ROUGH_MS : CALM_MS) };
  return { ...calm, rate: calmRate(calm, lesson.limit, now) };
}

function fault(pace: Pace, { sentAt }: Answered, now: number): Pace {
  // Those under way when it stopped are no news.
  if (pace.faultAt !== null && sentAt <= pace.faultAt) return pace;
  const faults = pace.faults + 1;
  if (faults < FAULTS_TO_STOP) return { ...pace, faults };
  const ms = Math.min(LONGEST_FAULT_PAUSE_MS, FAULT_PAUSE_MS * 2 ** Math.min(10, faults - FAULTS_TO_STOP));
  return {
    ...pace,
    faults,
    faultAt: now,
    heldUntil: Math.max(pace.heldUntil, now + ms),
    heldFor: 'fault',
    rate: Math.max(LEAST_PER_SECOND, Math.min(pace.rate, 1_000 / rttOf(pace))),
    probed: 0,
    answeredAt: now,
  };
}
