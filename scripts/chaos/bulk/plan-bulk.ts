import { Rng } from '../../../sandbox/base/rng';
import type { ChaosOptions } from '../options';

/** One line of the file. `wanted`: somebody who has to be invited by it; the others repeat an earlier line, or hold no address. */
export type Line = { number: number; email: string; displayName: string; purpose: string; wanted: boolean };

/** A replica is killed once so many rows have come to their end, after a moment; before the run, while it is planned. */
export type Strike = { replica: 0 | 1; delayMs: number } & ({ when: 'planning' } | { when: 'running'; after: number });

export type BulkPlan = { lines: Line[]; strikes: Strike[] };

/** The heading is a row of the file, too. */
export const FIRST_NUMBER = 2;
const TWICE = 0.02;
const NO_ADDRESS = 0.01;
const MOST_DELAY_MS = 400;
/** The last blow still falls into the run. */
const RUN_SHARE = 0.9;

/** All that a run decides for itself, drawn from the seed alone: what is in the file, and which replica is hit when. */
export function bulkPlanOf({
  invitations,
  kills,
  seed,
}: Pick<ChaosOptions, 'invitations' | 'kills' | 'seed'>): BulkPlan {
  const rng = new Rng(seed);
  const lines: Line[] = [];
  for (let number = FIRST_NUMBER; number < FIRST_NUMBER + invitations; number += 1) {
    const email = `row.${seed}.${number}@northwind.example`;
    const line = { number, displayName: `Row ${number}`, purpose: `Chaos, row ${number}`, email };
    const [first] = lines;
    if (first !== undefined && rng.chance(TWICE)) {
      lines.push({ ...line, email: rng.pick(lines.filter(({ wanted }) => wanted)).email.toUpperCase(), wanted: false });
    } else if (first !== undefined && rng.chance(NO_ADDRESS)) {
      lines.push({ ...line, email: `row ${number} has no address`, wanted: false });
    } else {
      lines.push({ ...line, wanted: true });
    }
  }
  const rows = lines.filter(({ wanted }) => wanted).length;
  const moments = Array.from({ length: kills }, () => rng.int(Math.ceil(rows * RUN_SHARE))).sort((a, b) => a - b);
  const strikes = moments.map((after, at): Strike => {
    const blow = { replica: at % 2 === 0 ? 0 : 1, delayMs: rng.int(MOST_DELAY_MS) } as const;
    return at === 0 ? { ...blow, when: 'planning' } : { ...blow, when: 'running', after };
  });
  return { lines, strikes };
}

const CELL = /[",\r\n]/;
const cell = (text: string): string => (CELL.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The file as it is uploaded. */
export const csvOf = (lines: readonly Line[]): string =>
  [['Email', 'Name', 'Purpose'], ...lines.map(({ email, displayName, purpose }) => [email, displayName, purpose])]
    .map((cells) => `${cells.map(cell).join(',')}\r\n`)
    .join('');
