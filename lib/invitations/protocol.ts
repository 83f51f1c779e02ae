/**
 * The life of one attempt to create an invitation upstream, as a pure state machine: no HTTP, no SQL, no clock of its own.
 * The upstream has no idempotency key, so the whole of "effectively once" is here, and the store only keeps its states.
 *
 *   intent ──claim──▶ sending ──answered──▶ settled
 *     ▲  ▲               │  └──refused───▶ refused
 *     │  └──too many─────┤
 *     │                  └──lost, or the lease ended──▶ unknown ──found──▶ settled
 *     └─────────────two complete reads found none──────────┘  └──unclear──▶ needs-person
 *
 * Times are milliseconds of the database's clock, which all replicas share, except where said otherwise.
 */

export type Attempt =
  /** `held`: it waits on purpose, so that its sender can still call it off; until `notBefore`. */
  | { state: 'intent'; notBefore: number; held?: true }
  | { state: 'sending'; owner: string; leaseUntil: number }
  /** `quietFrom`: the sender has stopped by then, whatever it was doing. `dismissed`: a person said that these are not ours. */
  | { state: 'unknown'; quietFrom: number; firstEmptyReadAt: number | null; dismissed: string[] }
  | { state: 'settled'; upstreamId: string }
  | { state: 'refused'; code: string }
  | { state: 'needs-person'; candidates: string[] };

/** What a read of the whole directory says about one attempt. */
export type Reading = {
  startedAt: number;
  /** Every status, every page, and none of the ids known before missing. */
  complete: boolean;
  /** Invitations of this person that could be ours: see `match.ts`. Those that another attempt has claimed are left out. */
  candidates: string[];
  /** Invitations of this person made since, that are not quite what was sent: a person has to look. */
  similar: string[];
};

export type Event =
  | { type: 'claim'; owner: string; now: number; leaseMs: number }
  | { type: 'answered'; upstreamId: string }
  /** An answer that proves that nothing was created. */
  | { type: 'refused'; owner: string; code: string }
  /** Usher itself, or (as `cancelled`) a person, does not let it out any more. Only what waits can be held back. */
  | { type: 'held-back'; code: string }
  /** 429: nothing was created, and it may be sent again. */
  | { type: 'slow-down'; owner: string; notBefore: number }
  /** No answer, or one that proves nothing. */
  | { type: 'lost'; owner: string; now: number }
  /** Somebody looked at the clock: a sender that died leaves its lease behind. */
  | { type: 'sweep'; now: number }
  | { type: 'read'; reading: Reading; settleMs: number }
  /** A person looked at both sides and said which invitation it is, or that there is none. */
  | { type: 'decided'; upstreamId: string | null; now: number };

/**
 * The guards, each a rule on its own so that a test can take out one and watch a history fail. Production uses `RULES`.
 */
export const RULES = {
  /** Only a fresh intent is sent: what is being sent, or may have been, or was called off, is not sent (again). */
  mayClaim: (attempt: Attempt): boolean => attempt.state === 'intent',
  /** And not before its time: until then its sender may still call it off, or the upstream wants to be left alone. */
  isDue: (attempt: Attempt, now: number): boolean => attempt.state !== 'intent' || now >= attempt.notBefore,
  /** Only what waits can be held back: of what may be out, nobody can promise that it is not. */
  mayHoldBack: (attempt: Attempt): boolean => attempt.state === 'intent',
  /** A sender that was paused finds its lease over and sends nothing late. Looked at last, before the socket opens. */
  mayOpenSocket: (leaseUntil: number, now: number): boolean => now < leaseUntil,
  /** Only the lease's owner may say that nothing happened: the word of an earlier sender is about an earlier request. */
  ownsLease: (attempt: Attempt, owner: string): boolean => attempt.state === 'sending' && attempt.owner === owner,
  /** "Not found" may only be said of all pages. */
  isComplete: (reading: Reading): boolean => reading.complete,
  /** A read that began while the sender may still have been sending proves nothing. */
  beganInQuiet: (reading: Reading, quietFrom: number): boolean => reading.startedAt >= quietFrom,
  /** A request may commit after a read found nothing; only a second read, a settle time later, rules that out. */
  settledBetween: (reading: Reading, firstEmptyReadAt: number | null, settleMs: number): boolean =>
    firstEmptyReadAt !== null && reading.startedAt >= firstEmptyReadAt + settleMs,
  /** Of two that fit, neither is taken. */
  isClear: (reading: Reading): boolean => reading.candidates.length === 1 && reading.similar.length === 0,
  /** Something that nearly fits may be ours after all: it is no proof that nothing arrived. */
  foundNothing: (reading: Reading): boolean => reading.candidates.length === 0 && reading.similar.length === 0,
} as const;

export type Rules = { [name in keyof typeof RULES]: (typeof RULES)[name] };

/** The attempt after `event`. An event that does not apply changes nothing: late and doubled messages are normal. */
export function step(attempt: Attempt, event: Event, rules: Rules = RULES): Attempt {
  switch (event.type) {
    case 'claim':
      return rules.mayClaim(attempt) && rules.isDue(attempt, event.now)
        ? { state: 'sending', owner: event.owner, leaseUntil: event.now + event.leaseMs }
        : attempt;
    case 'answered':
      return answered(attempt, event.upstreamId);
    case 'refused':
      return rules.ownsLease(attempt, event.owner) ? { state: 'refused', code: event.code } : attempt;
    case 'held-back':
      return rules.mayHoldBack(attempt) ? { state: 'refused', code: event.code } : attempt;
    case 'slow-down':
      return rules.ownsLease(attempt, event.owner) ? { state: 'intent', notBefore: event.notBefore } : attempt;
    case 'lost':
      return attempt.state === 'sending' && attempt.owner === event.owner
        ? {
            state: 'unknown',
            quietFrom: Math.max(event.now, attempt.leaseUntil),
            firstEmptyReadAt: null,
            dismissed: [],
          }
        : attempt;
    case 'sweep':
      return attempt.state === 'sending' && event.now >= attempt.leaseUntil
        ? { state: 'unknown', quietFrom: attempt.leaseUntil, firstEmptyReadAt: null, dismissed: [] }
        : attempt;
    case 'read':
      return attempt.state === 'unknown'
        ? read(attempt, without(event.reading, attempt.dismissed), event.settleMs, rules)
        : attempt;
    case 'decided':
      return decided(attempt, event.upstreamId, event.now);
  }
}

/** The upstream's own word, from whichever sender it comes, is the truth, even when the lease is long over. */
function answered(attempt: Attempt, upstreamId: string): Attempt {
  switch (attempt.state) {
    case 'settled':
      return attempt.upstreamId === upstreamId
        ? attempt
        : { state: 'needs-person', candidates: [attempt.upstreamId, upstreamId] };
    case 'needs-person':
      return attempt.candidates.includes(upstreamId)
        ? attempt
        : { ...attempt, candidates: [...attempt.candidates, upstreamId] };
    default:
      return { state: 'settled', upstreamId };
  }
}

function read(
  attempt: Extract<Attempt, { state: 'unknown' }>,
  reading: Reading,
  settleMs: number,
  rules: Rules,
): Attempt {
  if (!rules.isComplete(reading)) return attempt;
  const [only] = reading.candidates;
  if (only !== undefined && rules.isClear(reading)) return { state: 'settled', upstreamId: only };
  if (!rules.foundNothing(reading)) {
    return { state: 'needs-person', candidates: [...reading.candidates, ...reading.similar] };
  }
  if (!rules.beganInQuiet(reading, attempt.quietFrom)) return attempt;
  if (rules.settledBetween(reading, attempt.firstEmptyReadAt, settleMs)) return { state: 'intent', notBefore: 0 };
  return { ...attempt, firstEmptyReadAt: attempt.firstEmptyReadAt ?? reading.startedAt };
}

const without = (reading: Reading, dismissed: readonly string[]): Reading => ({
  ...reading,
  candidates: reading.candidates.filter((id) => !dismissed.includes(id)),
  similar: reading.similar.filter((id) => !dismissed.includes(id)),
});

/** A person's word ends the doubt; "there is none" is still put to the reads, which a person cannot see in full. */
function decided(attempt: Attempt, upstreamId: string | null, now: number): Attempt {
  if (attempt.state !== 'needs-person') return attempt;
  return upstreamId === null
    ? { state: 'unknown', quietFrom: now, firstEmptyReadAt: null, dismissed: attempt.candidates }
    : { state: 'settled', upstreamId };
}
