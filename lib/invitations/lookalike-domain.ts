import { skeleton } from './confusable';
import { type DomainName, readDomain } from './domain-name';
import { differInNumberOnly, slipsBetween } from './edit-distance';
import { isCommonMail, isFreeMail } from './free-mail';
import { lettersApart, lettersOf, type Reference, type Shelf, type Shelves, WELL_KNOWN } from './known-domains';
import { LOOKALIKE_KINDS } from './lookalike-warning';

export type DomainFinding = {
  kind: 'confusable' | 'edit' | 'tld';
  like: Reference;
  /** The domain that was probably meant. */
  fixed: string;
};

/** Registered domains have at most this many labels, by the public suffix list. */
const MOST_LABELS = 4;

/** Whether nothing is to be said of a domain: it is ours, a directory's, or was invited often enough to be meant. */
export function isKnownDomain(registered: string, { own, directory, invited }: Shelves): boolean {
  return (
    own.byRegistered.has(registered) ||
    directory.byRegistered.has(registered) ||
    (invited.byRegistered.get(registered)?.times ?? 0) >= WELL_KNOWN
  );
}

/** Which known domains this one could be taken for. */
export function domainFindings(host: string, shelves: Shelves): DomainFinding[] {
  const name = readDomain(host);
  if (isKnownDomain(name.registered, shelves)) return [];
  const reading = skeleton(name.label);
  // Of two domains that were both invited, the rarer looks like the other one, and never the other way round.
  const times = shelves.invited.byRegistered.get(name.registered)?.times ?? 0;
  const found = [shelves.own, shelves.directory, shelves.invited]
    .flatMap((shelf) => [...worn(name, shelf), ...sameReading(name, reading, shelf), ...slipAway(name, reading, shelf)])
    .filter(({ kind, like }) => like.times > times && !areBothFreeMail(name.registered, kind, like))
    .sort(bySeverity);
  return oneOfEachName(found);
}

/** Providers resemble each other (yahoo.com, yahoo.de; gmail.com, ymail.com); slips of them have been registered, too. */
const areBothFreeMail = (registered: string, kind: DomainFinding['kind'], like: Reference): boolean =>
  isFreeMail(like.registered) && (kind === 'tld' ? isFreeMail(registered) : isCommonMail(registered));

const KINDS = LOOKALIKE_KINDS as readonly string[];
const OF: readonly Reference['of'][] = ['own', 'directory', 'invited'];

const bySeverity = (a: DomainFinding, b: DomainFinding): number =>
  KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
  OF.indexOf(a.like.of) - OF.indexOf(b.like.of) ||
  (b.like.times === a.like.times ? 0 : b.like.times - a.like.times);

/** acme.example, acme.test and acme.com are known, and it looks like all of them: that is one thing to say, of the first. */
function oneOfEachName(found: DomainFinding[]): DomainFinding[] {
  const names = new Set<string>();
  return found.filter(({ like }) => !names.has(like.label) && names.add(like.label));
}

/** A known domain worn in front of another one: acme.example.evil.test. */
function worn({ sub }: DomainName, shelf: Shelf): DomainFinding[] {
  const labels = sub.split('.').slice(0, -1);
  const found: DomainFinding[] = [];
  for (let from = 0; from < labels.length; from += 1) {
    for (let to = from + 2; to <= Math.min(from + MOST_LABELS, labels.length); to += 1) {
      const like = shelf.byRegistered.get(labels.slice(from, to).join('.'));
      if (like !== undefined) found.push({ kind: 'tld', like, fixed: like.registered });
    }
  }
  return found;
}

/** The same name under another ending, or one that reads the same. */
function sameReading({ label, registered, sub }: DomainName, reading: string, shelf: Shelf): DomainFinding[] {
  return (shelf.byReading.get(reading) ?? [])
    .filter((like) => like.registered !== registered && like.label.length >= shortestName(like.of))
    .map((like) => ({
      kind: like.label === label ? 'tld' : 'confusable',
      like,
      fixed: `${sub}${like.registered}`,
    }));
}

function slipAway({ label, suffix, sub }: DomainName, reading: string, shelf: Shelf): DomainFinding[] {
  const letters = lettersOf(reading);
  const found: DomainFinding[] = [];
  for (let length = reading.length - MOST_SLIPS; length <= reading.length + MOST_SLIPS; length += 1) {
    const allowed = allowedSlips(Math.min(length, reading.length), shelf.of);
    const elsewhere = allowed - 1;
    // What costs little is asked first: thousands come by here, and a few are compared letter by letter.
    for (const like of shelf.byLength[length] ?? []) {
      const limit = like.suffix === suffix ? allowed : elsewhere;
      if (limit < Math.max(1, Math.abs(length - reading.length))) continue;
      if (lettersApart(letters, like.letters) > limit * 2 || like.reading === reading) continue;
      if (slipsBetween(reading, like.reading) > limit || differInNumberOnly(label, like.label)) continue;
      found.push({ kind: 'edit', like, fixed: `${sub}${like.registered}` });
    }
  }
  return found;
}

const MOST_SLIPS = 2;

/** Among thousands that were invited, names of one or two letters meet by chance. */
const shortestName = (of: Shelf['of']): number => (of === 'invited' ? 3 : 1);

/**
 * How many slips still make a lookalike: the shorter a name, the more honest neighbours it has. Those once invited are many,
 * ours are few, and ours are what somebody would imitate.
 */
function allowedSlips(length: number, of: Shelf['of']): number {
  const [one, two] = of === 'invited' ? [4, 10] : [3, 8];
  if (length < one) return 0;
  return length < two ? 1 : MOST_SLIPS;
}
