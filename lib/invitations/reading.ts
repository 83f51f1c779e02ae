import type { Place } from './cursor';
import type { AttemptView, Counts, DeskEvent, ListFilter, Option, Sort } from './desk';
import type { DoubleKind } from './double';
import type { InvitationRecord } from './ledger';
import type { LedgerState } from './ledger-states';

/** An invitation as lists and exports need it, with ids where the names are the upstream's. */
export type ListedInvitation = {
  id: string;
  upstreamId: string;
  email: string;
  displayName: string;
  state: LedgerState;
  directoryId: string;
  roleIds: string[];
  sponsorUserId: string;
  sponsorName: string;
  /** Null for one made outside Usher. */
  sender: { name: string; email: string } | null;
  /** Probably a second of one of ours, and nobody has said yet what becomes of it. */
  double: boolean;
  purpose: string;
  ticket: string;
  expiresAt: Date | null;
  acceptedAt: Date | null;
  createdAt: Date;
  /** Where a page that ends here is gone on with. */
  place: Place;
};

/** An invitation made outside Usher, and the one of ours that it is probably a second of. */
export type DoublePair = { outside: InvitationRecord; ours: InvitationRecord; kind: DoubleKind };

export type Slice = { sort: Sort; after: Place | null; limit: number };

/**
 * Reads for the desk, apart from the ledger because nothing in here changes anything. `now` is the database's clock: it says
 * which pending ones are expired.
 */
export type Reading = {
  /** `ids`: of these only. */
  list(filter: ListFilter, slice: Slice, now: Date, ids?: readonly string[]): Promise<ListedInvitation[]>;
  counts(filter: ListFilter, now: Date): Promise<Counts>;
  /** How many are open, for the frame of every page. */
  pending(now: Date): Promise<number>;
  /** Sponsors and inviters that the invitations name. */
  people(): Promise<{ sponsors: Option[]; inviters: Option[] }>;
  /** Every invitation of one person, newest first. */
  byEmail(emailKey: string): Promise<InvitationRecord[]>;
  /** The open doubles that an invitation is part of: the one made outside Usher, and the one of ours. */
  doubles(invitationId: string, now: Date): Promise<DoublePair[]>;
  attempts(invitationId: string): Promise<AttemptView[]>;
  /** What the audit says of one invitation, oldest first. */
  events(invitationId: string): Promise<DeskEvent[]>;
};
