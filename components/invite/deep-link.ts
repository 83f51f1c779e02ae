import type { PersonView, RoleView } from '@/lib/invitations/invitation';
import { guessDisplayName, parseMailbox } from '@/lib/invitations/mailbox';

export type Query = Record<string, string | string[] | undefined>;

/** What an address may fill into the form. It never sends anything. */
export type DeepLink = {
  /** True when the address fills at least one field. */
  given: boolean;
  email: string;
  displayName: string;
  directoryId: string;
  roleIds: string[];
  purpose: string;
  ticket: string;
  /** What was asked for and left out, in words. */
  notes: string[];
};

const MOST = 2_000;
const NAMES = ['email', 'name', 'sponsor', 'roles', 'purpose', 'ticket', 'directory'];

/** The first value of a name, cut to a sane length: an address is anybody's text. */
export function queryText(query: Query, name: string): string {
  const value = query[name];
  return (Array.isArray(value) ? (value[0] ?? '') : (value ?? '')).slice(0, MOST);
}

/**
 * Reads `?email=&name=&sponsor=&roles=&purpose=&ticket=&directory=`. Roles are a comma list of ids or names; what is not
 * on offer is left out and said. Without `known`, the lists could not be loaded, and nothing can be said about them.
 */
export function readDeepLink(
  query: Query,
  known: { roles: RoleView[]; directories: { id: string }[]; sponsor: PersonView | null } | null,
): DeepLink {
  const pasted = parseMailbox(queryText(query, 'email'));
  const notes: string[] = [];
  const roleIds: string[] = [];
  for (const wanted of queryText(query, 'roles')
    .split(',')
    .map((part) => part.trim())) {
    if (wanted === '' || known === null) continue;
    const role = known.roles.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase());
    if (role === undefined) notes.push(`The role “${wanted}” is not among those you may grant here; it was left out.`);
    else if (!roleIds.includes(role.id)) roleIds.push(role.id);
  }
  const sponsor = queryText(query, 'sponsor').trim();
  if (sponsor !== '' && known !== null && known.sponsor === null) {
    notes.push(`“${sponsor}” was not found among those who can be a sponsor; choose one below.`);
  }
  const directory = queryText(query, 'directory').trim();
  const directoryId = known?.directories.find(({ id }) => id === directory)?.id ?? '';
  if (directory !== '' && known !== null && directoryId === '') {
    notes.push(`The directory “${directory}” does not exist; choose one below.`);
  }
  return {
    given: NAMES.some((name) => queryText(query, name).trim() !== ''),
    email: pasted.email,
    displayName: queryText(query, 'name').trim() || pasted.displayName || guessDisplayName(pasted.email),
    directoryId,
    roleIds,
    purpose: queryText(query, 'purpose'),
    ticket: queryText(query, 'ticket').trim(),
    notes,
  };
}

/** The same page with the same query, for the way back after signing in. */
export function pathWithQuery(path: string, query: Query): string {
  const kept = new URLSearchParams();
  for (const name of NAMES) {
    const value = queryText(query, name);
    if (value !== '') kept.set(name, value);
  }
  return kept.size === 0 ? path : `${path}?${kept}`;
}
