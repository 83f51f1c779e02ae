/** What a page may see of an invitation, and the words of its life. Safe in a browser: types and pure functions only. */

import type { LedgerState } from './ledger-states';

/** Usher's own roles; a person may hold several, or none. */
export const USHER_ROLES = ['admin', 'helpdesk', 'sponsor', 'auditor'] as const;
export type UsherRole = (typeof USHER_ROLES)[number];

/**
 * The states of an invitation that Usher knows. The upstream's enum is open: what it may add later arrives as
 * `unrecognised`, with its own word kept in `statusRaw`.
 */
export const INVITATION_STATUSES = ['pending', 'accepted', 'revoked', 'expired', 'unrecognised'] as const;
export type InvitationStatus = (typeof INVITATION_STATUSES)[number];

/** States in which nothing will happen any more, so that nobody needs to go on asking. */
export const isFinal = (status: InvitationStatus): boolean =>
  status === 'accepted' || status === 'revoked' || status === 'expired';

/** A person, as far as a form or a receipt needs them. */
export type PersonView = { id: string; name: string; email: string; title: string };

/** A role that can be given at invitation. */
export type RoleView = { id: string; name: string; grants: string };

/** A directory into which people can be invited. `linkLifetimeSeconds` is null where the upstream does not say. */
export type DirectoryView = {
  id: string;
  name: string;
  isDefault: boolean;
  linkLifetimeSeconds: number | null;
  onboardingFlowId: string;
};

/** An invitation as the upstream returned it, with names beside ids. Instants are ISO 8601 in UTC, "" where unknown. */
export type InvitationView = {
  id: string;
  directory: { id: string; name: string };
  email: string;
  displayName: string;
  roles: { id: string; name: string }[];
  sponsor: PersonView | null;
  purpose: string;
  jobId: string;
  onboardingFlowId: string;
  status: InvitationStatus;
  /** The upstream's own word for the status, for support and for states we do not know. */
  statusRaw: string;
  createdAt: string;
  expiresAt: string;
  acceptedAt: string;
  /** The upstream user that came of it; "" until accepted. */
  createdUserId: string;
  /** When Usher last saw this upstream. */
  checkedAt: string;
  /**
   * Usher's own record of it: the human whose it is (null for one made outside Usher), who approved it and by which request
   * (null where it needed nobody), and how it stands here.
   */
  ledger: {
    id: string;
    state: LedgerState;
    inviter: { name: string; email: string } | null;
    approver: { name: string; email: string } | null;
    request: string | null;
    /** It waits on purpose: until when, and whether the reader may call it off; null when it does not. */
    held: { until: string; mayUndo: boolean } | null;
  } | null;
};

/** Whether an address is known already: nobody's, a user's, or on an open invitation. */
export type Standing =
  | { kind: 'new' }
  | { kind: 'user'; person: PersonView; enabled: boolean }
  /** Made through Usher, or outside it (`invitation.ledger.inviter` is null then). */
  | { kind: 'invited'; invitation: InvitationView };

/** Pending by the upstream's word, but past its expiry by the clock: what a person should be told is "expired". */
export function effectiveStatus(status: InvitationStatus, expiresAt: string, nowMs: number): InvitationStatus {
  if (status !== 'pending' || expiresAt === '') return status;
  return Date.parse(expiresAt) <= nowMs ? 'expired' : 'pending';
}
