import type { Rng } from '../base/rng';

/** What every rule has besides its own fields: how often it fires, and how often at the most. */
export interface Limits {
  rate: number;
  times?: number | undefined;
}

interface Rule<F> {
  id: number;
  fault: F;
  fired: number;
}

/** The rules in force; the first one that covers a case, has uses left and wins its draw applies. */
export class Rules<F extends Limits> {
  private rules: Rule<F>[] = [];
  private nextId = 1;

  add(fault: F): number {
    const id = this.nextId++;
    this.rules.push({ id, fault, fired: 0 });
    return id;
  }

  list(): object[] {
    return this.rules.map(({ id, fault, fired }) => ({ id, ...fault, fired }));
  }

  clear(): void {
    this.rules = [];
  }

  /** The fault for a case, counted as used; null when all is to go well. */
  first(covers: (fault: F) => boolean, rng: Rng): F | null {
    for (const rule of this.rules) {
      const { times, rate } = rule.fault;
      if (!covers(rule.fault)) continue;
      if (times !== undefined && rule.fired >= times) continue;
      if (rate < 1 && !rng.chance(rate)) continue;
      rule.fired++;
      return rule.fault;
    }
    return null;
  }
}
