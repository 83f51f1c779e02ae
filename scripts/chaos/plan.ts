import { Rng } from '../../sandbox/base/rng';
import type { ChaosOptions } from './options';

export const PEOPLE = ['maya-chen', 'priya-nair'] as const;
export type PersonId = (typeof PEOPLE)[number];

/** One submission of the form, with a key of its own. */
export type Planned = {
  /** 0, 1, …; the address is made of it. Two with the same one are rivals for one person. */
  guest: number;
  sender: PersonId;
  /** Posted at first the way a browser without scripts does; the answer, a whole page, is thrown away like a lost one. */
  asForm: boolean;
  /** Pressed twice: two posts of the same key at the same time. */
  twice: boolean;
};

/** What happens to the app once so many submissions have begun, after a moment. */
export type Blow = { after: number; delayMs: number } & ({ kind: 'kill'; againMs: number | null } | { kind: 'stall' });

export type Plan = { submissions: Planned[]; blows: Blow[] };

const RIVALS = 0.08;
const AS_FORM = 0.2;
const TWICE = 0.15;
const MAX_DELAY_MS = 900;
/** One kill in so many is followed by a second one while the app starts. */
const AGAIN_ONE_IN = 6;
/** A sender is stopped while there are still some. */
const BUSY_SHARE = 0.75;
const MAX_AGAIN_MS = 1_500;

/** All that a run decides for itself, drawn from the seed alone: who sends what and how, and when the app is hit. */
export function planOf({ invitations, kills, stalls, seed }: ChaosOptions): Plan {
  const rng = new Rng(seed);
  const submissions: Planned[] = [];
  for (let guest = 0; guest < invitations; guest += 1) {
    const sender = rng.pick(PEOPLE);
    submissions.push({ guest, sender, asForm: rng.chance(AS_FORM), twice: rng.chance(TWICE) });
    if (!rng.chance(RIVALS)) continue;
    const other = PEOPLE.find((each) => each !== sender) ?? sender;
    submissions.push({ guest, sender: other, asForm: false, twice: false });
  }
  const moment = (share = 1) => ({
    after: 1 + rng.int(Math.ceil(submissions.length * share)),
    delayMs: rng.int(MAX_DELAY_MS),
  });
  const blows: Blow[] = [];
  for (let left = kills; left > 0; ) {
    const again = left > 1 && rng.int(AGAIN_ONE_IN) === 0;
    blows.push({ ...moment(), kind: 'kill', againMs: again ? rng.int(MAX_AGAIN_MS) : null });
    left -= again ? 2 : 1;
  }
  for (let left = stalls; left > 0; left -= 1) blows.push({ ...moment(BUSY_SHARE), kind: 'stall' });
  blows.sort((a, b) => a.after - b.after);
  return { submissions, blows };
}
