import { type Addresses, type Listed, readAddresses } from '@/lib/invitations/bulk/addresses';
import type { PersonView } from '@/lib/invitations/invitation';

/** What somebody has of their own; null is "same as all". A sponsor of their own may be nobody. */
export type Own = { roleIds: string[] | null; sponsor: { person: PersonView | null } | null; purpose: string | null };
export type Entry = Listed & { id: number; own: Own };
export type Person = Extract<Entry, { ok: true }>;
export type Bad = Extract<Entry, { ok: false }>;

export const SAME: Own = { roleIds: null, sponsor: null, purpose: null };

export const goodOf = (entries: readonly Entry[]): Person[] => entries.filter((each) => each.ok);
export const badOf = (entries: readonly Entry[]): Bad[] => entries.filter((each) => !each.ok);

/** What was found besides people: how many were there already, and what was not used. */
export type Beside = { doubled: number; aside: string[] };

/** A list with more in it: at its end, or in the place of one. Nobody gets in twice. */
export function withMore(
  entries: readonly Entry[],
  { listed, doubled, aside }: Addresses,
  inPlaceOf?: Entry,
): { entries: Entry[]; beside: Beside } {
  const others = entries.filter((each) => each !== inPlaceOf);
  const known = new Set(goodOf(others).map(({ key }) => key));
  let id = Math.max(0, ...entries.map((each) => each.id));
  const fresh = listed.filter((each) => !each.ok || !known.has(each.key));
  const added = fresh.map((each): Entry => {
    id += 1;
    return { ...each, id, own: SAME };
  });
  const at = inPlaceOf === undefined ? -1 : entries.indexOf(inPlaceOf);
  const [only] = added;
  // Another address for the same person: what was said of them stays.
  if (inPlaceOf?.ok && only?.ok && added.length === 1) {
    const name = only.named || !inPlaceOf.named ? {} : { displayName: inPlaceOf.displayName, named: true };
    added[0] = { ...only, ...name, id: inPlaceOf.id, own: inPlaceOf.own };
  }
  const next = at < 0 ? [...others, ...added] : [...others.slice(0, at), ...added, ...others.slice(at)];
  return { entries: next, beside: { doubled: doubled.length + listed.length - fresh.length, aside } };
}

/** What still stands in the field is not read yet: the last piece may go on. */
export function finished(text: string): { whole: string; rest: string } {
  const at = Math.max(...[',', ';', '，', '；', '\n'].map((mark) => text.lastIndexOf(mark)));
  const end = Math.max(at, /@\S+\s/u.test(text) ? text.search(/\s\S*$/u) : -1);
  return { whole: text.slice(0, end + 1).trim(), rest: text.slice(end + 1).trimStart() };
}

/** Whether what is typed ends with something that ends an address: `ada@acme.example,` or a blank after a bare one. */
export const endsOne = (text: string): boolean =>
  /@.*[,;，；]\s*$/u.test(text) || /^\s*[^\s@<>"]+@[^\s@<>"]+\s$/u.test(text);

const count = (many: number, one: string, more: string): string =>
  `${many.toLocaleString('en')} ${many === 1 ? one : more}`;
export const peopleCount = (many: number): string => count(many, 'person', 'people');

/** "12 people, 2 to mend." and what else there is to say of what was put in last. */
export function summary(entries: readonly Entry[], { doubled, aside }: Beside): string {
  const bad = badOf(entries).length;
  const parts = [`${peopleCount(goodOf(entries).length)}${bad === 0 ? '' : `, ${bad} to mend`}.`];
  if (doubled > 0)
    parts.push(
      `${doubled} ${doubled === 1 ? 'was' : 'were'} there twice, and ${doubled === 1 ? 'counts' : 'count'} once.`,
    );
  if (aside.length > 0) {
    const shown = aside.slice(0, 3).map((text) => `“${text}”`);
    parts.push(`Not used: ${shown.join(', ')}${aside.length > 3 ? ` and ${aside.length - 3} more` : ''}.`);
  }
  return parts.join(' ');
}

/** What differs for one of them, in words. */
export function ownWords({ roleIds, sponsor, purpose }: Own): string {
  const own = [roleIds && 'roles', sponsor && 'sponsor', purpose !== null && 'purpose'].filter(Boolean);
  return own.length === 0 ? 'Same as all' : `Own ${own.join(', ')}`;
}

export const peopleText = (owner: string, entries: readonly Entry[]): string => JSON.stringify({ owner, entries });

/** Reads a kept list back. Null for another's or nonsense: a store is nobody's promise, so each address is read anew. */
export function readPeople(text: string, owner: string): Entry[] | null {
  try {
    const raw = JSON.parse(text);
    if (raw.owner !== owner || !Array.isArray(raw.entries)) return null;
    let entries: Entry[] = [];
    for (const kept of raw.entries) {
      const from = kept.ok === true ? String(kept.email) : String(kept.text);
      const before = entries.length;
      entries = withMore(entries, readAddresses(from)).entries;
      const added = entries[before];
      if (entries.length !== before + 1 || added?.ok !== true || typeof kept.displayName !== 'string') continue;
      entries[before] = { ...added, displayName: kept.displayName, named: kept.named === true, own: ownFrom(kept.own) };
    }
    return entries.length === 0 ? null : entries;
  } catch {
    return null;
  }
}

function ownFrom(raw: Record<string, unknown> | null | undefined): Own {
  const { roleIds, sponsor, purpose } = raw ?? {};
  const isPerson = (value: unknown): value is PersonView =>
    typeof value === 'object' &&
    value !== null &&
    ['id', 'name', 'email', 'title'].every((name) => typeof (value as Record<string, unknown>)[name] === 'string');
  const person = typeof sponsor === 'object' && sponsor !== null && 'person' in sponsor ? sponsor.person : undefined;
  return {
    roleIds: Array.isArray(roleIds) ? roleIds.filter((id) => typeof id === 'string') : null,
    sponsor: person === null ? { person: null } : isPerson(person) ? { person } : null,
    purpose: typeof purpose === 'string' ? purpose : null,
  };
}
