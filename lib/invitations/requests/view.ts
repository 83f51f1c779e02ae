/** What pages see of requests. Safe in a browser: types only. */

import type { InvitationView, PersonView } from '../invitation';
import type { LedgerState } from '../ledger-states';
import type { LookalikeWarning } from '../lookalike-warning';
import type { Reason } from '../rules/verdict';
import type { RequestChange, RequestKind, RequestState } from './record';

/** Why somebody may not decide a request; null when they may. */
export type DecideHindrance = 'own' | 'not-an-approver' | 'more-than-own-grants' | 'closed';

/** A request, with names beside ids. Instants are ISO 8601 in UTC. */
export type RequestView = {
  id: string;
  kind: RequestKind;
  state: RequestState;
  /** An approval names both: it counts for exactly what was shown. */
  revision: number;
  contentHash: string;
  email: string;
  displayName: string;
  directory: { id: string; name: string };
  roles: { id: string; name: string }[];
  sponsor: { id: string; name: string } | null;
  purpose: string;
  ticket: string;
  jobId: string;
  onboardingFlowId: string;
  /** A day, "" when nobody said. */
  wantedUntil: string;
  requester: { name: string; email: string };
  /** Who has to approve, in names of roles, groups and people; each entry has to be satisfied. */
  approvers: string[];
  decision: { by: string; at: string; words: string; changes: RequestChange[] } | null;
  /** The invitation that came of it, as the ledger has it. */
  invitation: { id: string; state: LedgerState; expiresAt: string } | null;
  createdAt: string;
  updatedAt: string;
  expiresAt: string;
  /** The reader's own. */
  mine: boolean;
  /** Null: the reader may decide it. */
  hindrance: DecideHindrance | null;
};

export type RequestMessageView = {
  number: number;
  at: string;
  author: string;
  mine: boolean;
  kind: 'question' | 'answer' | 'note';
  text: string;
};

/** One request with the facts that decide. */
export type RequestDetail = {
  request: RequestView;
  messages: RequestMessageView[];
  /** Why the policy asks, or what it would refuse by now. */
  reasons: Reason[];
  /** What the requester has asked for before. */
  history: { asked: number; approved: number; accepted: number; neverAccepted: number };
  /** How many invitations went to this domain before. */
  domainSeen: number;
  /** The address's standing: an account, or an open invitation, that is there already. */
  standing: { person: PersonView | null; invitation: InvitationView | null };
  /** Roles that may be taken away in an approval: those asked for. */
  roles: { id: string; name: string; grants: string }[];
  /** What the address could be taken for; why the requester went on is beside it. */
  warnings: LookalikeWarning[];
  acknowledged: string;
  now: string;
};

/** One of a sponsor's guests: a request, an invitation, or both. */
export type GuestView = {
  /** The request's id, or the invitation's where there was none. */
  key: string;
  request: RequestView | null;
  invitation: { id: string; state: LedgerState; expiresAt: string; acceptedAt: string; sentBy: string } | null;
  email: string;
  displayName: string;
  directory: string;
  roles: string[];
  purpose: string;
  createdAt: string;
  /** What the reader may do with it. */
  acts: ('withdraw' | 'answer' | 'edit' | 'ask-reissue' | 'undo' | 'revoke')[];
};

/** A page of the queue, or of what is decided. */
export type RequestPage = {
  requests: RequestView[];
  /** Opens the next page; null on the last. */
  next: string | null;
  /** The database's clock. */
  now: string;
};

/** A sponsor whose account is not in use any more, with guests and open requests that nobody looks after. */
export type DisabledSponsor = {
  id: string;
  name: string;
  status: 'disabled' | 'deleted';
  guests: number;
  requests: number;
};
