import { differInNumberOnly, slipsBetween } from './edit-distance';
import { parseEmail } from './email';
import type { Known } from './known-domains';

type Person = Known['people'][number];

/** An address with less before its @ has too many honest neighbours. */
const SHORTEST_LOCAL = 4;

/** The known people for whom this may be a second address, or a slip in the first. */
export function nearPeople(email: string, displayName: string, people: Known['people']): Person[] {
  const asked = read(email);
  if (asked === null) return [];
  const name = inPlain(displayName);
  return people.filter((person) => {
    const known = read(person.email);
    if (known?.key === asked.key) return false;
    return (
      (isWholeName(name) && inPlain(person.name) === name) ||
      (known !== null && (isSameLocalElsewhere(asked, known) || isOneSlipAway(asked, known)))
    );
  });
}

type Read = { key: string; local: string; domain: string };

function read(email: string): Read | null {
  const parsed = parseEmail(email);
  if (!parsed.ok) return null;
  const local = parsed.key.slice(0, parsed.key.lastIndexOf('@')).split('+')[0] ?? '';
  return { key: parsed.key, local, domain: parsed.domain };
}

/** First and last name before the @: one word alone (info, anna) is shared by many. */
const isSameLocalElsewhere = (asked: Read, known: Read): boolean =>
  asked.domain !== known.domain && asked.local === known.local && /\p{L}{2,}[._-]\p{L}{2,}/u.test(asked.local);

const isOneSlipAway = (asked: Read, known: Read): boolean =>
  Math.min(asked.local.length, known.local.length) >= SHORTEST_LOCAL &&
  !differInNumberOnly(asked.key, known.key) &&
  slipsBetween(asked.key, known.key) === 1;

const inPlain = (name: string): string => name.normalize('NFKC').toLowerCase().trim().replace(/\s+/gu, ' ');

const isWholeName = (name: string): boolean => name.includes(' ');
