import type { Clock } from './invitations/ports';

/** The machine's own clocks. */
export const systemClock: Clock = { now: () => new Date(), monotonicMs: () => performance.now() };
