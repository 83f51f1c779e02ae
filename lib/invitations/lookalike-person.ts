import { differInNumberOnly, slipsBetween } from './edit-distance';
import { parseEmail } from './email';
import type { Known } from './known-domains';

type Person = Known['people'][number];

/** An address with less before its @ has too many honest neighbours. */
const SHORTEST_LOCAL = 4;

/** The known people for whom this may be a second address, or a slip in the first. */
export function nearPeople(email: string, displayName: string, people: Known['people']): Person[] {
  const asked = seenAs(email, displayName);
  if (asked.address === null) return [];
  return people.filter((person) => isNear(asked, seenAs(person.email, person.name)));
}

/** Somebody as they are compared: the name in plain letters, and the address taken apart; null for what is none. */
export type SeenAs = { name: string; address: { key: string; local: string; domain: string } | null };

export function seenAs(email: string, name: string): SeenAs {
  const parsed = parseEmail(email);
  const local = parsed.ok ? (parsed.key.slice(0, parsed.key.lastIndexOf('@')).split('+')[0] ?? '') : '';
  return { name: inPlain(name), address: parsed.ok ? { key: parsed.key, local, domain: parsed.domain } : null };
}

/** Whether `asked` may be a second address of `known`, or a slip in the first. */
export function isNear(asked: SeenAs, known: SeenAs): boolean {
  const [ours, theirs] = [asked.address, known.address];
  if (ours === null || theirs?.key === ours.key) return false;
  return (
    (isWholeName(asked.name) && known.name === asked.name) ||
    (theirs !== null && (isSameLocalElsewhere(ours, theirs) || isOneSlipAway(ours, theirs)))
  );
}

type Address = NonNullable<SeenAs['address']>;

const isSameLocalElsewhere = (asked: Address, known: Address): boolean =>
  asked.domain !== known.domain && asked.local === known.local && isWholeLocal(asked.local);

const isOneSlipAway = (asked: Address, known: Address): boolean =>
  Math.min(asked.local.length, known.local.length) >= SHORTEST_LOCAL &&
  !differInNumberOnly(asked.key, known.key) &&
  slipsBetween(asked.key, known.key) === 1;

/** First and last name before the @: one word alone (info, anna) is shared by many. */
export const isWholeLocal = (local: string): boolean => /\p{L}{2,}[._-]\p{L}{2,}/u.test(local);

const inPlain = (name: string): string => name.normalize('NFKC').toLowerCase().trim().replace(/\s+/gu, ' ');

export const isWholeName = (name: string): boolean => name.includes(' ');
