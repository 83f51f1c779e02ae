import { skeleton } from './confusable';
import { type DomainName, domainInWords, readDomain } from './domain-name';
import { domainToAscii } from './email';
import type { LookalikeOf } from './lookalike-warning';

export type Known = {
  ownDomains: readonly string[];
  directoryDomains: readonly string[];
  /** Domains invited before, and how often. */
  invitedDomains: ReadonlyMap<string, number>;
  /** Candidates near the address, from the local copy. */
  people: readonly { id: string; name: string; email: string }[];
};

/** A domain that somebody invited this often was meant. */
export const WELL_KNOWN = 3;

export type Reference = DomainName & {
  of: Exclude<LookalikeOf, 'person'>;
  /** As it is shown: in Unicode. */
  shown: string;
  times: number;
  /** The skeleton of its label. */
  reading: string;
  /** Which letters are in that, a bit for each: two that differ in many are not worth a comparison. */
  letters: number;
};

/** The domains of one source, laid out so that thousands are searched in far less than a millisecond. */
export type Shelf = {
  of: Reference['of'];
  byRegistered: ReadonlyMap<string, Reference>;
  byReading: ReadonlyMap<string, Reference[]>;
  /** The index is the length of the reading. */
  byLength: readonly (readonly Reference[] | undefined)[];
};

export type Shelves = { own: Shelf; directory: Shelf; invited: Shelf };

/** Lays out what is known. Each collection is read once, for as long as it lives: hand over a new one when it changes. */
export const shelvesOf = ({ ownDomains, directoryDomains, invitedDomains }: Known): Shelves => ({
  own: shelfOf('own', ownDomains),
  directory: shelfOf('directory', directoryDomains),
  invited: shelfOf('invited', invitedDomains),
});

type Source = readonly string[] | ReadonlyMap<string, number>;
const laidOut = { own: new WeakMap(), directory: new WeakMap(), invited: new WeakMap() } satisfies Record<
  Reference['of'],
  WeakMap<Source, Shelf>
>;

function shelfOf(of: Reference['of'], source: Source): Shelf {
  const kept: WeakMap<Source, Shelf> = laidOut[of];
  const before = kept.get(source);
  if (before !== undefined) return before;
  const shelf = layOut(of, source);
  kept.set(source, shelf);
  return shelf;
}

function layOut(of: Reference['of'], source: Source): Shelf {
  const byRegistered = new Map<string, Reference>();
  for (const entry of source) {
    const [domain, times] = typeof entry === 'string' ? [entry, Number.POSITIVE_INFINITY] : entry;
    const ascii = domainToAscii(domain.trim());
    if (ascii === null) continue;
    const name = readDomain(ascii);
    const same = byRegistered.get(name.registered);
    if (same !== undefined) same.times += times;
    else {
      const reading = skeleton(name.label);
      const more = { of, shown: domainInWords(name.registered), times, reading, letters: lettersOf(reading) };
      byRegistered.set(name.registered, { ...name, ...more });
    }
  }
  const byReading = new Map<string, Reference[]>();
  const byLength: Reference[][] = [];
  for (const reference of byRegistered.values()) {
    const { reading } = reference;
    byReading.set(reading, [...(byReading.get(reading) ?? []), reference]);
    const sameLength = byLength[reading.length] ?? [];
    sameLength.push(reference);
    byLength[reading.length] = sameLength;
  }
  return { of, byRegistered, byReading, byLength };
}

/** A bit for each letter; beyond a to z several share one, which only costs a comparison. */
export function lettersOf(text: string): number {
  let bits = 0;
  for (let at = 0; at < text.length; at += 1) bits |= 1 << (text.charCodeAt(at) & 31);
  return bits;
}

/** How many letters only one of the two has: the bits that differ, counted. Each slip accounts for two at most. */
export function lettersApart(a: number, b: number): number {
  const differing = a ^ b;
  const pairs = differing - ((differing >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
