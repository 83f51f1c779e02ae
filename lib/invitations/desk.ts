/** What the desk's pages ask for and show. Safe in a browser: types and pure functions only. */

import type { DoubleKind } from './double';
import type { InvitationView, PersonView } from './invitation';
import type { LedgerState } from './ledger-states';

export const TABS = ['attention', 'pending', 'expiring', 'accepted', 'expired', 'revoked', 'all'] as const;
export type Tab = (typeof TABS)[number];

export const SORTS = ['newest', 'oldest', 'expires', 'name'] as const;
export type Sort = (typeof SORTS)[number];

/** In the place of an inviter's subject: those that Usher did not send. */
export const OUTSIDE = 'outside';

/** What narrows a list down. "" stands for "any"; days are UTC, `to` is included. */
export type ListFilter = {
  tab: Tab;
  search: string;
  directoryId: string;
  roleId: string;
  sponsorUserId: string;
  /** A subject, or `OUTSIDE`. */
  inviter: string;
  from: string;
  to: string;
};

export type ListQuery = ListFilter & {
  sort: Sort;
  /** Where the page before ended; "" for the first page. */
  after: string;
};

/** So many are acted on at once; more than that is a filter's work. */
export const MAX_SELECTED = 500;

/** Expiring means: within this. */
export const EXPIRING_MS = 48 * 3_600_000;
/** A failure asks for attention this long. */
export const FAILED_MS = 7 * 86_400_000;
/** What should take seconds and has taken longer than this wants somebody to look. */
export const WAITING_MS = 10 * 60_000;

/** The ledger's state with the clock looked at: the upstream may be late in saying that a link is dead. */
export const shownState = (state: LedgerState, expiresAt: string, nowMs: number): LedgerState =>
  state === 'pending' && expiresAt !== '' && Date.parse(expiresAt) <= nowMs ? 'expired' : state;

/** One line of the list. */
export type ListRow = {
  id: string;
  email: string;
  displayName: string;
  state: LedgerState;
  directory: string;
  roles: string[];
  /** "" where there is none, or none is known. */
  sponsor: string;
  /** The human who sent it; null for one made outside Usher. */
  inviter: string | null;
  /** Made outside Usher, and probably a second of one of ours: somebody has to look. */
  double: boolean;
  /** ISO 8601; "" where unknown. */
  expiresAt: string;
  createdAt: string;
};

/** How many there are: exact, or "at least". Null where counting would take longer than anybody waits for a number. */
export type Count = { value: number; atLeast: boolean } | null;
export type Counts = Record<Tab, Count>;

/** How old the copy is: when the directory that waits longest was last read whole; null while one never was. */
export type Freshness = { wholeAt: string | null };

export type ListPage = {
  rows: ListRow[];
  /** Opens the next page; null on the last. */
  next: string | null;
  counts: Counts;
  copy: Freshness;
  /** The database's clock, by which expiry was told. */
  now: string;
};

export type Option = { id: string; name: string };
/** What the filters offer. */
export type FilterChoices = { directories: Option[]; roles: Option[]; sponsors: Option[]; inviters: Option[] };

/** One line of the history: what happened, who did it, and what they said. */
export type DeskEvent = {
  sequence: number;
  at: string;
  action: string;
  /** Null: Usher itself. A name of "" with a subject: the person was erased. */
  actor: { subject: string; name: string; email: string; role: string } | null;
  target: { email: string; name: string } | null;
  invitationId: string | null;
  upstreamId: string | null;
  requestId: string;
  /** What people wrote: reason, purpose, ticket. */
  text: Record<string, string>;
  details: Record<string, unknown>;
};

/** One call upstream, or a series of them for one purpose. */
export type AttemptView = {
  number: number;
  kind: 'create' | 'revoke';
  state: string;
  by: string;
  at: string;
  failure: string;
  /** The invitations in question, where a person has to say which is ours. */
  candidates: string[];
};

/** Whether the upstream was asked just now, could not be, or does not know the invitation any more. */
export type Seen = 'now' | 'before' | 'gone';

/** A double, seen from either of the two. */
export type DoubleView = {
  kind: DoubleKind;
  /** The other one: its id here, who sent it (null: made outside Usher) and when. */
  other: { id: string; inviter: string | null; createdAt: string };
  /** The one made outside Usher: what "keep both" is said of. */
  outsideId: string;
};

/** Everything about one invitation. */
export type InvitationDetail = {
  invitation: InvitationView;
  /** As it is shown: a pending one whose link is dead is expired. */
  state: LedgerState;
  ticket: string;
  /** Made outside Usher: there is no human to name. */
  outside: boolean;
  failure: { code: string; detail: string } | null;
  attempts: AttemptView[];
  events: DeskEvent[];
  /** Where a person has to say which is ours: those in question, as they stand upstream. */
  candidates: InvitationView[];
  /** Another invitation that is open for the same person and was not meant to be, until somebody says that it was. */
  doubles: DoubleView[];
  /** Further invitations of the same person, newest first. */
  others: { id: string; state: LedgerState; createdAt: string }[];
  seen: Seen;
  now: string;
};

/** What there is to say to a caller about an address. */
export type Lookup = {
  email: string;
  displayName: string;
  /** Newest first. */
  invitations: { invitation: InvitationView; state: LedgerState; outside: boolean; seen: Seen }[];
  /** The account that already has the address; null when there is none, or nobody could say (`asked` is false). */
  account: PersonView | null;
  asked: boolean;
  copy: Freshness;
  now: string;
};
