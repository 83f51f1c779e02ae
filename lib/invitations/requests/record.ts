import type { Human } from '../ledger';
import type { CreateInvitation } from '../ports';
import type { Approvers } from '../rules/document';

/** How long a reason, question, answer or note may be. */
export const MAX_WORDS = 1_000;

export const REQUEST_KINDS = ['invite', 'reissue'] as const;
/** `reissue`: send an invitation of one's own again. */
export type RequestKind = (typeof REQUEST_KINDS)[number];

export const REQUEST_STATES = ['open', 'asked-back', 'approved', 'denied', 'withdrawn', 'expired'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];
/** Nobody has to do anything about it any more. */
export const CLOSED_REQUESTS = ['approved', 'denied', 'withdrawn', 'expired'] as const satisfies RequestState[];

/** What is asked for, and what an approval is bound to. */
export type RequestContent = CreateInvitation & { ticket: string };

export type RequestRecord = {
  id: string;
  kind: RequestKind;
  /** With `reissue`: the ledger's id of the invitation that is to be sent again. */
  reissues: string | null;
  state: RequestState;
  /** 1, and one more with each change of the content. */
  revision: number;
  content: RequestContent;
  /** Hash of the content: an approval names the one that was shown. */
  contentHash: string;
  sponsorName: string;
  requester: Human;
  /** Until when the access is wanted, as a day in UTC; "" when nobody said. Information for the approver, nothing more. */
  wantedUntil: string;
  /** Why the requester went on although the address looks like another; "" where it does not. */
  acknowledged: string;
  /** Who has to say yes, by the policy when it was last judged. */
  approvers: Approvers[];
  policyNumber: number;
  /** Who decided, and what they wrote; null until then. */
  decision: { by: Human; at: Date; words: string; changes: RequestChange[] } | null;
  /** The ledger's id of the invitation that came of it. */
  invitationId: string | null;
  createdAt: Date;
  updatedAt: Date;
  expiresAt: Date;
};

/** What an approver narrowed or corrected, in words for the requester. */
export type RequestChange = { field: 'displayName' | 'roleIds' | 'note'; from: string; to: string };

export const MESSAGE_KINDS = ['question', 'answer', 'note'] as const;
export type RequestMessage = {
  /** 1, 2, … within the request. */
  number: number;
  at: Date;
  author: Human;
  kind: (typeof MESSAGE_KINDS)[number];
  text: string;
};
