import type { DirectoryError, DirectoryErrorCode } from './errors';
import type { InvitationStatus } from './invitation';
import type { LedgerState } from './ledger-states';
import type { Sent } from './match';
import type { CreateInvitation, UpstreamInvitation, UpstreamUser } from './ports';
import type { Attempt, Event } from './protocol';
import type { Seen } from './revoke-protocol';
import type { Policy } from './rules/document';
import type { PolicyFacts } from './rules/verdict';

/** What an attempt was refused with that a person called off before it left. */
export const CALLED_OFF = 'cancelled';

/**
 * The state that an attempt gives its invitation; `status` is the upstream's word once it is settled. `inBatch`: its turn comes
 * with that of its batch.
 */
export function ledgerState(
  attempt: Attempt,
  { status, inBatch }: { status: InvitationStatus; inBatch: boolean },
): LedgerState {
  switch (attempt.state) {
    case 'intent':
      if (attempt.held) return 'held';
      return inBatch ? 'queued' : 'intent';
    case 'settled':
      // A status that we do not know is not final: the invitation may well still be open.
      return status === 'unrecognised' ? 'pending' : status;
    case 'refused':
      return attempt.code === CALLED_OFF ? 'cancelled' : 'failed';
    default:
      return attempt.state;
  }
}

/** The human behind an act. */
export type Human = { subject: string; name: string; email: string; role: string; address?: string };

/** What an attempt carries: the create it makes or that follows its revoke, and the upstream id that it revokes. */
export type AttemptContent = {
  directoryId: string;
  create: CreateInvitation | null;
  ticket: string;
  sponsorName: string;
  revokes: string;
  reason: string;
  /** A re-issue that asks for no more than what went out before; absent where it does, and with everything else. */
  asBefore?: boolean;
  /** The request whose approval this carries out; absent where its actor needed none. */
  request?: string;
  /** Whether the create carries its attempt's reference at the end of its purpose. */
  referenced?: boolean;
};

/** The request that an invitation came of, and who approved it. */
export type ApprovedBy = { request: string; approver: Human };

/** One invitation as the ledger keeps it. */
export type InvitationRecord = {
  id: string;
  content: CreateInvitation;
  ticket: string;
  state: LedgerState;
  origin: 'usher' | 'outside';
  /** Null for those made outside Usher. */
  sender: Human | null;
  /** Null for what its sender could send alone. */
  approver: Human | null;
  /** The request that it came of, or that sent it again last; null where there was none. */
  requestId: string | null;
  failure: { code: string; detail: string } | null;
  /** The upstream's facts as last seen; null until it has one. */
  upstream: UpstreamInvitation | null;
  seenAt: Date | null;
  createdAt: Date;
};

/** One call that may have an effect upstream, recorded before it is made. */
export type AttemptRecord = {
  id: string;
  invitationId: string;
  kind: 'create' | 'revoke';
  /** What a create sends; with a revoke, what is created after it (a re-issue), or null. */
  content: CreateInvitation | null;
  ticket: string;
  directoryId: string;
  /** The upstream id that a revoke revokes; "" with a create. */
  revokes: string;
  asBefore: boolean;
  /** What stands at the end of the purpose that is sent; "" for nothing. */
  reference: string;
  attempt: Attempt;
  /** When it was recorded, by the upstream's own clock: what it created cannot be older. */
  intentAtUpstream: Date;
  actor: Human;
  requestId: string;
  /** The request whose approval this carries out; null where its actor needed none. */
  request: string | null;
  /** The row of a batch that it is; null for what stands by itself. */
  batch: RowOfBatch | null;
};

export type RowOfBatch = { id: string; row: number };

/** Until when an attempt waits on purpose; null for one that does not. */
export const heldUntil = ({ attempt }: Pick<AttemptRecord, 'attempt'>): Date | null =>
  attempt.state === 'intent' && attempt.held ? new Date(attempt.notBefore) : null;

/** Who holds the attempt's lease; "" when nobody does. */
export const leaseOwner = ({ attempt }: AttemptRecord): string => (attempt.state === 'sending' ? attempt.owner : '');

/** What a create was sent with, to find what became of it. */
export const sentWith = (
  { intentAtUpstream, reference }: Pick<AttemptRecord, 'intentAtUpstream' | 'reference'>,
  content: CreateInvitation,
): Sent => ({ content, at: intentAtUpstream, reference });

/** Who holds a lease, and for how long, in milliseconds. */
export type Lease = { owner: string; ms: number };

/** What a verdict was made of: the store lets its invitation in only while the policy is that one and its ceilings leave room. */
export type JudgedBy = { policy: number; ceilings: Policy['ceilings'] };

export type NewInvitation = {
  content: CreateInvitation;
  ticket: string;
  submissionKey: string;
  /** Sent although the address was known, by somebody who may. */
  overridden: boolean;
  /** What the address could be taken for, and why its sender went on; null when it looks like nothing else. */
  warned: { kinds: readonly string[]; acknowledged: string } | null;
  /** Hash of all that was sent with the key: the same key with another hash is refused. */
  contentHash: string;
  sponsorName: string;
  judged: JudgedBy;
  /** How long it waits before it may be sent, so that it can be called off; absent or 0: it is claimed at once. */
  holdMs?: number;
  referenced: boolean;
  /** Whose invitation it is. Who approved it sends it in their name. */
  actor: Human;
  approval?: ApprovedBy;
  requestId: string;
  intentAtUpstream: Date;
};

/** A revoke, or a re-issue: revoke and then create, as one resumable operation. */
export type NewRevoke = {
  invitationId: string;
  /** The open invitation upstream; "" when there is none to revoke and a re-issue begins with its create. */
  revokes: string;
  reissue: {
    content: CreateInvitation;
    ticket: string;
    sponsorName: string;
    /** It asks for no more than what went out before. */
    asBefore: boolean;
    judged: JudgedBy;
  } | null;
  referenced: boolean;
  reason: string;
  /** The row of a batch that it is; absent for what stands by itself. */
  batch?: RowOfBatch;
  actor: Human;
  approval?: ApprovedBy;
  requestId: string;
  intentAtUpstream: Date;
};

export type Recorded =
  /** New; it is claimed under the lease that was asked for, and may be sent now; or it is held, and nobody's to send yet. */
  | { kind: 'recorded'; record: InvitationRecord; attempt: AttemptRecord }
  /** This key was recorded before, with the same content. */
  | { kind: 'replay'; record: InvitationRecord }
  | { kind: 'other-content' }
  /** This database was restored or copied, and nobody has said go yet. */
  | { kind: 'stopped' }
  /** The policy, or the room that its ceilings leave, is not what it was judged by any more: nothing was recorded; judge again. */
  | { kind: 'judged-by-older' }
  /** Another one for the same directory and person is live. */
  | { kind: 'live'; record: InvitationRecord };

/** What is counted for a policy's ceilings. */
export type SentQuery = { inviter: string; domain: string; ceilings: Policy['ceilings'] };

/** What comes along with an event, to be kept with the change. */
export type Facts = {
  upstream?: UpstreamInvitation;
  failure?: Pick<DirectoryError, 'message'> & { code: DirectoryErrorCode | 'policy-denied' };
  actor: Human;
  requestId: string;
};

/**
 * The store of the ledger. Every change is one transaction with its audit entry; no HTTP happens inside one. Events go
 * through `protocol.step`, so the store decides nothing.
 */
export type Ledger = {
  /**
   * Records an intent and claims it, unless its key is known or another invitation is live. A pending one that has lapsed
   * by its `expiresAt` becomes expired in the same transaction and does not stand in the way.
   */
  record(invitation: NewInvitation, lease: Lease): Promise<Recorded>;
  /** Records a revoke or re-issue and claims its first step; null when something else is under way for that invitation. */
  recordRevoke(revoke: NewRevoke, lease: Lease): Promise<AttemptRecord | 'judged-by-older' | null>;
  /**
   * Claims an attempt that waits to be sent; null when somebody else did, it does not wait, or another policy than `judgedBy`
   * is in force.
   */
  claim(attemptId: string, lease: Lease, judgedBy?: number | null): Promise<AttemptRecord | null>;
  /** Applies `event` to the attempt and answers the invitation as it then stands. */
  apply(attemptId: string, event: Event | Seen, facts: Facts): Promise<InvitationRecord>;
  bySubmission(key: string): Promise<{ record: InvitationRecord; contentHash: string } | null>;
  byId(id: string): Promise<InvitationRecord | null>;
  /** The live invitation of a person that Usher made; one that has lapsed by `upstreamNow` is not. */
  live(directoryId: string, emailKey: string, upstreamNow: Date): Promise<InvitationRecord | null>;
  /** The open invitation of a person that was made outside Usher, when the copy knows of one. */
  openOutside(directoryId: string, emailKey: string, upstreamNow: Date): Promise<InvitationRecord | null>;
  /** Of the two the one that there is, Usher's own first. */
  openOne(directoryId: string, emailKey: string, upstreamNow: Date): Promise<InvitationRecord | null>;
  /** Who revoked an invitation last, and when; null when nobody did through Usher. */
  revokedBy(id: string): Promise<{ actor: Human; at: Date } | null>;
  /**
   * Attempts that are not at their end and need no person: waiting to be sent, being sent, or of unknown outcome. Without the
   * rows of a batch that wait for their turn.
   */
  open(): Promise<AttemptRecord[]>;
  /** Invitations of the last 24 hours, as far as there are ceilings for them; 0 where there is none. */
  sentLately(query: SentQuery): Promise<PolicyFacts['sent']>;
  /** The attempt of an invitation that is not at its end, or null. */
  openAttempt(invitationId: string): Promise<AttemptRecord | null>;
  /** Which of these upstream ids another attempt has claimed already. */
  claimed(upstreamIds: readonly string[], exceptAttempt: string): Promise<Set<string>>;
  /**
   * Copies what the upstream says of invitations into the ledger; new ones are those made outside Usher. `all`: they are pages
   * of a whole directory, and what is as it was is not written each time.
   */
  copy(
    seen: readonly UpstreamInvitation[],
    at: Date,
    how?: { all?: boolean },
  ): Promise<{ added: number; changed: number }>;
  /** After `added` new ones were copied: puts the store in order when they are many, before anything looks through them. */
  tidy(added: number): Promise<void>;
  /**
   * Marks the open ones of a directory that were made outside Usher and are probably a second of one of ours; `principalId`
   * is who Usher is upstream, "" when not known. Answers how many are new.
   */
  markDoubles(directoryId: string, principalId: string): Promise<number>;
  /** A person's word that an invitation and its double are both meant; false when there is no such question (any more). */
  keepDouble(id: string, by: { actor: Human; requestId: string; reason: string }): Promise<boolean>;
  /** Copies people, and names them as sponsors where the ledger had only an id. */
  copyPeople(seen: readonly UpstreamUser[], at: Date): Promise<void>;
  /** Somebody with this address, as the copy last saw them. */
  knownPerson(emailKey: string): Promise<UpstreamUser | null>;
  /** Notes how a sync of one directory ended; `whole` when nothing was missed. */
  synced(directoryId: string, run: { startedAt: Date; whole: boolean; problem: string | null }): Promise<void>;
  /** When the copy of each directory was last whole. */
  freshness(): Promise<Map<string, Date>>;
  /** Upstream ids known for a directory, to see whether a read missed any. */
  knownIds(directoryId: string): Promise<Set<string>>;
  /** The database's clock: the one that all replicas share. */
  now(): Promise<Date>;
  /** Runs `work` unless another replica is at it; null then. */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T | null>;
};
