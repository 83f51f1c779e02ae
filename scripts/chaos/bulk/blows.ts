import { setTimeout as pause } from 'node:timers/promises';
import { type AppUnderFire, lookFor } from '../app-under-fire';
import type { Strike } from './plan-bulk';

/** Kills one replica after the other; while one starts again, the other may be hit. */
export class Blows {
  private readonly restarts: Promise<unknown>[];

  constructor(
    private readonly apps: readonly AppUnderFire[],
    private readonly say: (line: string) => void,
  ) {
    this.restarts = apps.map(() => Promise.resolve());
  }

  /** Waits for the replica to be up and for the strike's moment, and kills it; goes on while it starts again. */
  async fall({ replica, delayMs }: Strike, when: () => string): Promise<void> {
    const app = this.apps[replica];
    if (app === undefined) throw new Error(`There is no replica ${replica}.`);
    await this.restarts[replica];
    await pause(delayMs);
    const words = when();
    this.restarts[replica] = app.kill(null).then(({ startedAt }) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      this.say(`kill   of replica ${replica + 1} ${words}: ready again in ${seconds} s`);
    });
  }

  /** Resolves once every replica answers again. */
  async over(): Promise<void> {
    await Promise.all(this.restarts);
  }
}

/** Every blow of a run when its time has come; answers how many fell while rows were left. */
export async function strikeTheRun(
  blows: Blows,
  strikes: readonly Strike[],
  { rows, left }: { rows: number; left: () => number | null },
): Promise<number> {
  let struck = 0;
  for (const strike of strikes) {
    if (strike.when === 'planning') continue;
    const due = async () => (left() === 0 || rows - (left() ?? rows) >= strike.after ? true : null);
    await lookFor(due, Number.POSITIVE_INFINITY);
    await blows.fall(strike, () => {
      if (left() !== 0) struck += 1;
      return `with ${left()} rows left`;
    });
  }
  return struck;
}
