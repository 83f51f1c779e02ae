import type { Known } from '../known-domains';
import { isNear, isWholeLocal, isWholeName, type SeenAs, seenAs } from '../lookalike-person';

type Person = Known['people'][number];
type Asked = { as: SeenAs; near: Person[] };

/** More are not kept: nobody reads them. */
const MOST = 10;

export type NearMany = {
  /** Lets people past; in the order of their ids, so that the same ones are kept each time. */
  see(people: readonly Person[]): void;
  /** Who is near to the address with this number. */
  of(number: number): readonly Person[];
};

/**
 * Who is near to which of many addresses, by the same rule as for a single one (`lookalike-person.ts`). Everybody known is
 * let past the addresses once, and each is compared with the few that can be near at all: those of the same name, of the
 * same part before the @, or that become equal when either loses one letter.
 */
export function nearMany(asked: Iterable<{ number: number; email: string; displayName: string }>): NearMany {
  const rows = new Map<number, Asked>();
  const byTrace = new Map<string, Asked[]>();
  for (const { number, email, displayName } of asked) {
    const row: Asked = { as: seenAs(email, displayName), near: [] };
    rows.set(number, row);
    for (const trace of tracesOf(row.as)) {
      const same = byTrace.get(trace);
      if (same === undefined) byTrace.set(trace, [row]);
      else same.push(row);
    }
  }
  return {
    see(people) {
      for (const person of people) {
        const known = seenAs(person.email, person.name);
        const met = new Set<Asked>();
        for (const trace of tracesOf(known)) for (const row of byTrace.get(trace) ?? []) met.add(row);
        for (const row of met) if (row.near.length < MOST && isNear(row.as, known)) row.near.push(person);
      }
    },
    of: (number) => rows.get(number)?.near ?? [],
  };
}

/** Two who are near have at least one of these in common. */
function tracesOf({ name, address }: SeenAs): Set<string> {
  const traces = new Set<string>();
  if (isWholeName(name)) traces.add(`name ${name}`);
  if (address === null) return traces;
  const { key, local } = address;
  const at = key.lastIndexOf('@');
  const before = key.slice(0, at);
  const domain = key.slice(at);
  if (isWholeLocal(local)) traces.add(`local ${local}`);
  // A slip after the @ leaves what stands before it as it was.
  traces.add(`before ${before}`);
  // A slip before it, a letter too many, missing, wrong or swapped: both are the same without one letter.
  traces.add(`slip ${key}`);
  for (let letter = 0; letter < before.length; letter += 1) {
    traces.add(`slip ${before.slice(0, letter)}${before.slice(letter + 1)}${domain}`);
  }
  // The @ changed places with the letter before it; with the one after it, the other one says so.
  traces.add(`slip ${key.slice(0, at - 1)}@${key[at - 1] ?? ''}${key.slice(at + 1)}`);
  return traces;
}
