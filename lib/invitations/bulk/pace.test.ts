import { describe, expect, it } from 'vitest';
import { answered, firstPace, left, MOST_IN_FLIGHT, nextLeaves } from './pace';
import { simulate, takenBetween } from './pace-simulation';
import type { Pace } from './pace-state';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const STEADY: [number, number] = [100, 100];
const JITTERED: [number, number] = [50, 200];
const perSecond = (rate: number, retryAfter: number | null) => ({ perSecond: rate, retryAfter });

describe('against a limit of 50 a second', () => {
  it.each([
    [1, 0.95],
    [null, 0.97],
  ])('sustains it over 1,000 rows, with few refusals (Retry-After: %s)', (retryAfter, least) => {
    const limit = perSecond(50, retryAfter);
    for (const seed of SEEDS) {
      const run = simulate({ rows: 1_000, seed, latencyMs: STEADY, limitAt: () => limit });
      expect(1_000 / (run.ms / 1_000)).toBeGreaterThanOrEqual(least * 50);
      expect(run.refused.length / run.requests).toBeLessThanOrEqual(0.02);
    }
  });

  it('leaves nothing before a Retry-After has ended', () => {
    const limit = perSecond(50, 1);
    const run = simulate({ rows: 1_000, seed: 1, latencyMs: JITTERED, limitAt: () => limit });
    expect(run.refused.length).toBeGreaterThan(0);
    for (const told of run.told) {
      expect(run.left.filter((at) => at > told && at < told + 1_000)).toEqual([]);
    }
  });

  it('needs no luck with round trips that differ: the mean of several runs holds', () => {
    const limit = perSecond(50, 1);
    const runs = SEEDS.map((seed) => simulate({ rows: 1_000, seed, latencyMs: JITTERED, limitAt: () => limit }));
    const mean = runs.reduce((sum, { ms }) => sum + 1_000 / (ms / 1_000), 0) / runs.length;
    expect(mean).toBeGreaterThanOrEqual(0.95 * 50);
    const refused = runs.reduce((sum, run) => sum + run.refused.length, 0);
    expect(refused / runs.reduce((sum, run) => sum + run.requests, 0)).toBeLessThanOrEqual(0.02);
  });
});

describe('when the limit changes fourfold', () => {
  // At any moment between a refusal and the next question.
  const moments = [12_000, 13_000, 14_500, 16_000];
  it.each([
    [50, 200],
    [200, 50],
    [12.5, 50],
    [50, 12.5],
  ])('from %d to %d it is back within ten seconds', (before, after) => {
    const [first, then] = [perSecond(before, 1), perSecond(after, 1)];
    for (const seed of [1, 2, 3]) {
      for (const at of moments) {
        const run = simulate({
          rows: 100_000,
          seed,
          latencyMs: STEADY,
          limitAt: (t) => (t < at ? first : then),
          untilMs: at + 30_000,
        });
        // Two seconds that end within the ten.
        const begins = Array.from({ length: 81 }, (_, tenth) => at + tenth * 100);
        const best = Math.max(...begins.map((from) => takenBetween(run, from, from + 2_000) / 2));
        expect(best).toBeGreaterThanOrEqual(0.9 * after);
        expect(takenBetween(run, at + 10_000, at + 30_000) / 20).toBeGreaterThanOrEqual(0.9 * after);
      }
    }
  });
});

describe('without a limit', () => {
  it('grows until so many are under way at once, and no more', () => {
    const run = simulate({ rows: 5_000, seed: 1, latencyMs: STEADY, limitAt: () => null });
    expect(run.mostInFlight).toBe(MOST_IN_FLIGHT);
    expect(run.refused).toEqual([]);
  });

  it('does not grow where more at once only wait longer', () => {
    // An upstream that does one after the other: 20 a second, whatever is asked of it.
    let free = 0;
    const run = simulate({
      rows: 600,
      seed: 1,
      latencyMs: STEADY,
      limitAt: () => null,
      queue: (now) => {
        free = Math.max(free, now) + 50;
        return free - now;
      },
    });
    expect(run.mostInFlight).toBeLessThan(MOST_IN_FLIGHT / 2);
  });
});

describe('one by one', () => {
  const sentAndRefused = (pace: Pace, retryAfterMs?: number) =>
    answered(left(pace, 1_000), { outcome: 'refused', sentAt: 1_000, inFlight: 3, retryAfterMs }, 1_100);

  it('counts those that were under way when it was refused as one refusal with it', () => {
    const once = sentAndRefused(firstPace(0), 1_000);
    const more = answered(once, { outcome: 'refused', sentAt: 1_050, inFlight: 2, retryAfterMs: 1_000 }, 1_150);
    expect(once.stops).toBe(1);
    expect(more.stops).toBe(1);
    // But its word on when to go on counts.
    expect(nextLeaves(more, 0)).toBe(2_150);
  });

  it('keeps what it learnt when it is stored and read again', () => {
    const limit = perSecond(50, 1);
    const { pace } = simulate({ rows: 500, seed: 3, latencyMs: STEADY, limitAt: () => limit });
    expect(JSON.parse(JSON.stringify(pace))).toEqual(pace);
    expect(pace.limit).toBeGreaterThan(45);
    expect(pace.limit).toBeLessThan(55);
  });

  it('stops for longer and longer while there is no answer, and asks one by one', () => {
    let pace = firstPace(0);
    const pauses: number[] = [];
    let now = 0;
    for (let time = 0; time < 6; time += 1) {
      now = Math.max(now, nextLeaves(pace, 0) ?? now);
      pace = answered(left(pace, now), { outcome: 'fault', sentAt: now, inFlight: 0 }, now + 100);
      now += 100;
      if (pace.heldFor === 'fault') pauses.push(pace.heldUntil - now);
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000]);
    const well = answered(left(pace, 20_000), { outcome: 'taken', sentAt: 20_000, inFlight: 0 }, 20_100);
    expect(well.faults).toBe(0);
  });
});
