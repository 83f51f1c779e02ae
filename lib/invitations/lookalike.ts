import { readDomain } from './domain-name';
import { emailKey, parseEmail } from './email';
import { isFreeMail } from './free-mail';
import { type Known, type Shelves, shelvesOf } from './known-domains';
import { domainFindings } from './lookalike-domain';
import { nearPeople } from './lookalike-person';
import { posesAs } from './lookalike-posing';
import { LOOKALIKE_KINDS, type LookalikeWarning } from './lookalike-warning';

/** More than these and nobody reads them. */
const MOST = 3;

/**
 * What an address could be taken for: a domain that is known, a partner who writes from free mail, a person who is there
 * already. Most serious first, one warning for one cause. It warns and never refuses: that is for whoever asks.
 */
export function lookalikes(email: string, displayName: string, known: Known): LookalikeWarning[] {
  const parsed = parseEmail(email);
  if (!parsed.ok) return [];
  const shelves = shelvesOf(known);
  const people = nearPeople(email, displayName, known.people).map(
    ({ id, name, email: theirs }): LookalikeWarning => ({
      key: `person:${id}`,
      kind: 'person',
      of: 'person',
      like: name === '' || name === theirs ? theirs : `${name} <${theirs}>`,
      fixed: theirs,
    }),
  );
  const found = [...ofDomain(parsed.address, displayName, shelves), ...people];
  return oneForEachFix(found.sort(bySeverity))
    .slice(0, MOST)
    .map((warning) => ({ ...warning, fixed: soundFix(warning.fixed, displayName, shelves) }));
}

/** What is to be said of the address as such. */
function ofDomain(address: string, displayName: string, shelves: Shelves): LookalikeWarning[] {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const host = address.slice(at + 1);
  const domains = domainFindings(host, shelves).map(
    ({ kind, like, fixed }): LookalikeWarning => ({
      key: `${kind}:${like.registered}`,
      kind,
      of: like.of,
      like: like.shown,
      fixed: `${local}@${fixed}`,
    }),
  );
  return [...domains, ...ofFreeMail(local, host, displayName, shelves)];
}

function ofFreeMail(local: string, host: string, displayName: string, shelves: Shelves): LookalikeWarning[] {
  const { registered } = readDomain(host);
  // One that was invited often is still free mail: that says nothing of the next address there.
  const isOurs = shelves.own.byRegistered.has(registered) || shelves.directory.byRegistered.has(registered);
  if (isOurs || !isFreeMail(registered)) return [];
  // Where their own address is, nobody can tell: there is nothing to fix with one click.
  return posesAs(local, displayName, shelves)
    .slice(0, 1)
    .map(({ label, of, shown }) => ({ key: `free-mail:${label}`, kind: 'free-mail', of, like: shown, fixed: null }));
}

/** In the order of the kinds; within one, as it was found. */
const bySeverity = (a: LookalikeWarning, b: LookalikeWarning): number =>
  LOOKALIKE_KINDS.indexOf(a.kind) - LOOKALIKE_KINDS.indexOf(b.kind);

/** A slip in the domain makes an address resemble a person's too: what the same fix mends is one warning. */
function oneForEachFix(warnings: LookalikeWarning[]): LookalikeWarning[] {
  const seen = new Set<string>();
  return warnings.filter(({ fixed }) => {
    if (fixed === null) return true;
    const key = emailKey(fixed);
    return !seen.has(key) && seen.add(key);
  });
}

/** A fix that is an address, and of which nothing is to be said in its turn; otherwise none is offered. */
function soundFix(fixed: string | null, displayName: string, shelves: Shelves): string | null {
  if (fixed === null) return null;
  const parsed = parseEmail(fixed);
  return parsed.ok && ofDomain(parsed.address, displayName, shelves).length === 0 ? parsed.address : null;
}
