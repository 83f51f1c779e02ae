import { parseArgs } from 'node:util';

export const PLANTS = ['double', 'lose'] as const;
export type Plant = (typeof PLANTS)[number];

export type ChaosOptions = {
  /** How often the app is killed. */
  kills: number;
  /** How often a sender is stopped beyond its lease while another replica takes over, and then let go on. */
  stalls: number;
  /** How many people are invited. */
  invitations: number;
  seed: number;
  /** The most that may pass from a restart until the work goes on, in seconds. A machine that is busy with more needs more. */
  within: number;
  /** A defect made on purpose, which the comparison has to find. */
  plant: Plant | null;
};

export const USAGE =
  'Usage: npm run chaos [-- --kills=25 --invitations=500 --stalls=2 --seed=N --within=5 --plant=double|lose]. The seed is printed.';

/** Reads the command line; throws `USAGE` over anything it does not know. */
export function chaosOptions(args: string[], freshSeed: () => number): ChaosOptions {
  const { values } = parse(args);
  const plant = values.plant ?? null;
  if (plant !== null && !isPlant(plant)) throw new Error(USAGE);
  return {
    kills: whole(values.kills, 25),
    stalls: whole(values.stalls, 2),
    invitations: Math.max(1, whole(values.invitations, 500)),
    seed: whole(values.seed, freshSeed()),
    within: whole(values.within, 5),
    plant,
  };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  try {
    const options = { kills: text, stalls: text, invitations: text, seed: text, within: text, plant: text };
    return parseArgs({ args, options });
  } catch {
    throw new Error(USAGE);
  }
}

const isPlant = (text: string): text is Plant => PLANTS.some((known) => known === text);

function whole(given: string | undefined, fallback: number): number {
  if (given === undefined) return fallback;
  if (!/^\d{1,9}$/.test(given)) throw new Error(USAGE);
  return Number(given);
}
