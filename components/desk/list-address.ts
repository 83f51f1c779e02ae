import { type ListQuery, SORTS, TABS } from '@/lib/invitations/desk';

export type Query = Record<string, string | string[] | undefined>;

/** The list as it opens: everything, newest first. */
export const WHOLE_LIST: ListQuery = {
  tab: 'all',
  search: '',
  directoryId: '',
  roleId: '',
  sponsorUserId: '',
  inviter: '',
  from: '',
  to: '',
  sort: 'newest',
  after: '',
};

/** What each part of a list is called in the address. */
const NAMES: Record<keyof ListQuery, string> = {
  tab: 'tab',
  search: 'q',
  directoryId: 'directory',
  roleId: 'role',
  sponsorUserId: 'sponsor',
  inviter: 'inviter',
  from: 'from',
  to: 'to',
  sort: 'sort',
  after: 'after',
};
export const PARTS = Object.keys(NAMES) as (keyof ListQuery)[];
export const nameOf = (part: keyof ListQuery): string => NAMES[part];

const oneOf = <T extends string>(known: readonly T[], text: string, otherwise: T): T =>
  known.find((each) => each === text) ?? otherwise;

/** Reads a list out of an address: anybody's text, so what is not known counts as not said. */
export function readListQuery(query: Query): ListQuery {
  const text = (part: keyof ListQuery): string => {
    const value = query[NAMES[part]];
    return (Array.isArray(value) ? (value[0] ?? '') : (value ?? '')).trim();
  };
  const read = Object.fromEntries(PARTS.map((part) => [part, text(part)])) as Record<keyof ListQuery, string>;
  return {
    ...read,
    tab: oneOf(TABS, read.tab, WHOLE_LIST.tab),
    sort: oneOf(SORTS, read.sort, WHOLE_LIST.sort),
  };
}

/** What of a list differs from the whole one, as it stands in an address. */
export function listParams(query: ListQuery): URLSearchParams {
  const params = new URLSearchParams();
  for (const part of PARTS) if (query[part] !== WHOLE_LIST[part]) params.set(NAMES[part], query[part]);
  return params;
}

/** The address of a list; a change of anything but the page starts at the first page again. */
export function listAddress(query: ListQuery, change: Partial<ListQuery> = {}, path = '/invitations'): string {
  const params = listParams({ ...query, ...(Object.keys(change).length > 0 ? { after: '' } : {}), ...change });
  return params.size === 0 ? path : `${path}?${params}`;
}
