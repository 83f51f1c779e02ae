import type { Place } from '../cursor';
import type { AttemptRecord, Human, InvitationRecord, Lease, NewInvitation, NewRevoke } from '../ledger';
import type { Approvers } from '../rules/document';
import type { Refusal, RequestEvent } from './protocol';
import type { RequestChange, RequestContent, RequestKind, RequestMessage, RequestRecord } from './record';
import type { DisabledSponsor } from './view';

export type NewRequest = {
  submissionKey: string;
  kind: RequestKind;
  reissues: string | null;
  content: RequestContent;
  contentHash: string;
  sponsorName: string;
  requester: Human;
  wantedUntil: string;
  acknowledged: string;
  approvers: Approvers[];
  policyNumber: number;
  /** How long it waits for a decision, in days. */
  days: number;
  /** What the requester says to whoever decides, beside the purpose; "" for nothing. */
  note: string;
  requestId: string;
};

export type Asked =
  | { kind: 'asked'; request: RequestRecord }
  /** This key was recorded before. */
  | { kind: 'known'; request: RequestRecord }
  /** Somebody has asked for this person already. */
  | { kind: 'live'; request: RequestRecord };

/** What comes along with an event, to be kept with the change. */
export type RequestFacts = {
  actor: Human;
  /** Of the call, for the audit. */
  requestId: string;
  /** Question, answer, or a decision's reason; "" where there is none. */
  words: string;
  /** With an edit: what is kept beside the content. */
  edited?: Pick<RequestRecord, 'sponsorName' | 'wantedUntil' | 'acknowledged'>;
  /** Who has to say yes by the latest verdict, and whose verdict that is. */
  judged?: Pick<RequestRecord, 'approvers' | 'policyNumber'>;
};

export type Applied =
  | { kind: 'applied'; request: RequestRecord }
  | { kind: 'refused'; why: Refusal; request: RequestRecord }
  /** An edit to a person whom somebody else has asked for. */
  | { kind: 'live'; request: RequestRecord }
  | { kind: 'missing' };

/** An approval with the intent that is recorded in its transaction. */
export type Approval = {
  /** The policy that holds and the clock are read in the transaction. */
  event: Omit<Extract<RequestEvent, { type: 'approve' }>, 'policyNumber' | 'now'>;
  facts: Omit<RequestFacts, 'edited'> & { changes: RequestChange[] };
  intent: ({ kind: 'invite' } & NewInvitation) | ({ kind: 'reissue' } & NewRevoke);
};

export type Approved =
  | { kind: 'approved'; request: RequestRecord; record: InvitationRecord; attempt: AttemptRecord }
  | { kind: 'refused'; why: Refusal; request: RequestRecord }
  | { kind: 'missing' }
  /** This database was restored or copied, and nobody has said go yet. */
  | { kind: 'stopped' }
  /** Another invitation for the same directory and person is live. */
  | { kind: 'live'; record: InvitationRecord }
  /** Something else is under way with the invitation that is to be sent again. */
  | { kind: 'busy' };

/** What somebody has asked for before. */
export type RequestHistory = { asked: number; approved: number; accepted: number; neverAccepted: number };

export type Handed = { invitations: number; requests: number };

export type RequestSlice = { after: Place | null; limit: number };

/**
 * The store of requests. Each change is one transaction with its audit entry; events go through `stepRequest`, so the store
 * decides nothing. What an approval sends is recorded in the approval's own transaction.
 */
export type Requests = {
  ask(request: NewRequest): Promise<Asked>;
  /** Applies an event; `policyNumber` of a decision is read in the transaction. */
  apply(id: string, event: PlainEvent, facts: RequestFacts): Promise<Applied>;
  approve(id: string, approval: Approval, lease: Lease): Promise<Approved>;
  /** Notes a new verdict of a request that waits, unless it has changed meanwhile; answers it as it stands. */
  rejudge(
    request: RequestRecord,
    judged: Pick<RequestRecord, 'approvers' | 'policyNumber'> & { requestId: string },
  ): Promise<RequestRecord>;
  /**
   * Ends a claimed attempt unsent, because what it was approved by does not hold any more, and opens its request again, in
   * one transaction.
   */
  takeBack(
    attempt: AttemptRecord,
    facts: { judged: RequestFacts['judged']; days: number; requestId: string },
  ): Promise<void>;
  /** Ends what nobody decided in time. Answers how many. */
  expire(requestId: string): Promise<number>;
  /** Hands the guests of one sponsor to another. */
  handOver(change: HandOver): Promise<Handed>;

  byId(id: string): Promise<RequestRecord | null>;
  bySubmission(key: string): Promise<RequestRecord | null>;
  messages(id: string): Promise<RequestMessage[]>;
  /** What waits for a decision, oldest first. */
  waiting(slice: RequestSlice): Promise<RequestRecord[]>;
  /** What is over, newest first. */
  closed(slice: RequestSlice): Promise<RequestRecord[]>;
  /** Those of one person, newest first. */
  ofRequester(subject: string, limit: number): Promise<RequestRecord[]>;
  /** What waits for a decision and names this sponsor. */
  ofSponsor(userId: string): Promise<RequestRecord[]>;
  history(subject: string): Promise<RequestHistory>;
  /** Invitations whose sender, sponsor or keeper is this person, newest first. */
  guests(of: { subject: string; userId: string }, limit: number): Promise<InvitationRecord[]>;
  isGuestOf(invitationId: string, of: { subject: string; userId: string }): Promise<boolean>;
  /** How many invitations went to a mail domain. */
  domainSeen(domain: string): Promise<number>;
  disabledSponsors(): Promise<DisabledSponsor[]>;
};

/** All events but those that belong to a transaction with more in it. */
export type PlainEvent =
  Exclude<RequestEvent, { type: 'approve' | 'reopen' | 'expire' | 'hand-over' }> extends infer Event
    ? Event extends { policyNumber: number; now: number }
      ? Omit<Event, 'policyNumber' | 'now'>
      : Event
    : never;

export type HandOver = {
  from: { id: string; name: string };
  to: { id: string; name: string };
  /** Open requests of the old sponsor as they will be. */
  requests: { id: string; revision: number; content: RequestContent; contentHash: string }[];
  actor: Human;
  requestId: string;
};
