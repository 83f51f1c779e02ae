/** What the pace of bulk is made of: plain data. Stored, it is what the next leader begins with. Times are milliseconds of any one clock. */
export type Pace = {
  /** Creates per second, as it is aimed at now. */
  rate: number;
  /** Smoothed time of a round trip; 0 before the first. */
  rttMs: number;
  /** The least that it has been of late: much more than that says that more at once would only wait. */
  leastRttMs: number;
  /** How many round trips these are made of. */
  trips: number;
  /** Creates per second that the upstream was seen to take; null while it has never refused one. */
  limit: number | null;
  /** The limit is known by the share of few answers only. */
  rough: boolean;
  /** When it last refused: nothing was left of its allowance then. */
  emptyAt: number;
  /** Taken since, those under way among them. */
  taken: number;
  /** How many it lets through at once after a pause, as far as one was seen to be fewer than a second's; null while not. */
  allowance: number | null;
  /** When sending went on, and what of `taken` is older. */
  resumedAt: number;
  takenBefore: number;
  /** Nothing leaves before. */
  heldUntil: number;
  heldFor: 'refused' | 'fault' | null;
  /** Until when no more than the limit is asked for. */
  calmUntil: number;
  /** Seconds for which more than the limit has been asked for. */
  probed: number;
  /** The last refusal with those that were under way when it came, until all of them are counted. */
  burst: Burst | null;
  /** Stops in a row with nothing taken between them. */
  stops: number;
  /** Faults in a row, and when they stopped it last. */
  faults: number;
  faultAt: number | null;
  nextAt: number;
  answeredAt: number;
};

export type Burst = {
  at: number;
  rate: number;
  taken: number;
  refused: number;
  /** What was taken between this refusal and the one before; null where there was none before. */
  span: Span | null;
};

/** All times in seconds. */
export type Span = {
  /** Between the two refusals, and how many were taken. */
  all: number;
  taken: number;
  /** The same without the pause. */
  active: number;
  takenActive: number;
  /** What should still have been there when it refused, by what was known. */
  expected: number;
};

export const LEAST_PER_SECOND = 0.2;
/** Assumed before the first answer. */
const FIRST_RTT_MS = 200;

export const rttOf = (pace: Pace): number => (pace.rttMs === 0 ? FIRST_RTT_MS : pace.rttMs);
