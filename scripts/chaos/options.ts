import { parseArgs } from 'node:util';

export const PLANTS = ['double', 'lose'] as const;
export type Plant = (typeof PLANTS)[number];

export type ChaosOptions = {
  /** One import of many rows on two replicas, instead of many forms on one. */
  bulk: boolean;
  /** How often the app is killed. */
  kills: number;
  /** How often a sender is stopped beyond its lease while another replica takes over, and then let go on. */
  stalls: number;
  /** How many people are invited; in bulk, how many rows the file has. */
  invitations: number;
  seed: number;
  /** The most that may pass from a restart until the work goes on, in seconds. A machine that is busy with more needs more. */
  within: number;
  /** A defect made on purpose, which the comparison has to find. */
  plant: Plant | null;
};

export const USAGE =
  'Usage: npm run chaos [-- --kills=25 --invitations=500 --stalls=2 --seed=N --within=5 --plant=double|lose], or npm run chaos -- --bulk [--kills=24 --invitations=1000 --seed=N --plant=double|lose]. The seed is printed.';

const USUAL = { kills: 25, stalls: 2, invitations: 500 };
const USUAL_IN_BULK = { kills: 24, stalls: 0, invitations: 1_000 };

/** Reads the command line; throws `USAGE` over anything it does not know. */
export function chaosOptions(args: string[], freshSeed: () => number): ChaosOptions {
  const { values } = parse(args);
  const plant = values.plant ?? null;
  if (plant !== null && !isPlant(plant)) throw new Error(USAGE);
  const bulk = values.bulk === true;
  const usual = bulk ? USUAL_IN_BULK : USUAL;
  const stalls = whole(values.stalls, usual.stalls);
  if (bulk && stalls > 0) throw new Error(USAGE);
  return {
    bulk,
    kills: whole(values.kills, usual.kills),
    stalls,
    invitations: Math.max(1, whole(values.invitations, usual.invitations)),
    seed: whole(values.seed, freshSeed()),
    within: whole(values.within, 5),
    plant,
  };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  try {
    const numbers = { kills: text, stalls: text, invitations: text, seed: text, within: text };
    return parseArgs({ args, options: { ...numbers, plant: text, bulk: { type: 'boolean' } } });
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
