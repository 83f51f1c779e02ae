/**
 * The life of one request, as a pure state machine: no HTTP, no SQL, no clock of its own.
 *
 *             ┌──asked back──▶ asked-back ──answered, or edited──┐
 *   open ◀────┼──────────────────────────────────────────────────┘
 *     ▲       ├──approved──▶ approved        (the ledger's intent is recorded in the same transaction)
 *     │       ├──denied────▶ denied
 *     │       ├──withdrawn─▶ withdrawn
 *     │       └──nobody decided──▶ expired
 *     └──the policy became stricter before it was sent── approved
 *
 * An approval counts for exactly what was shown: its revision and the hash of its content. What leaves in the end is that
 * content, or less. Times are milliseconds of the database's clock.
 */

import { emailKey } from '../email';
import type { Approvers } from '../rules/document';
import { type Decider, fitsAll } from './approvers';
import type { RequestContent, RequestRecord, RequestState } from './record';

export type Shown = { revision: number; contentHash: string };

/** What the rules look at of a request. */
export type RequestLife = Shown & {
  state: RequestState;
  content: RequestContent;
  requester: { subject: string; email: string };
  expiresAt: number;
};

/** What the policy says of a request and the one who wants to decide it, and which version said so. */
export type Judged = {
  approvers: Approvers[];
  /** The decider could send it: the policy does not refuse it to them, and they may hand out its roles. */
  couldSend: boolean;
  number: number;
};

type Decision = {
  by: Decider;
  shown: Shown;
  judged: Judged;
  /** The policy that holds in the transaction of the decision. */
  policyNumber: number;
  now: number;
};

export type RequestEvent =
  | { type: 'edit'; by: { subject: string }; shown: { revision: number }; content: RequestContent; contentHash: string }
  /** The guest goes to another sponsor: a change of the content that the requester did not make. */
  | { type: 'hand-over'; shown: { revision: number }; content: RequestContent; contentHash: string }
  | ({ type: 'ask-back' } & Decision)
  | { type: 'answer'; by: { subject: string } }
  /** `sends`: what will leave, which is what was asked for or less. */
  | ({ type: 'approve'; sends: RequestContent } & Decision)
  | ({ type: 'deny' } & Decision)
  | { type: 'withdraw'; by: { subject: string } }
  | { type: 'expire'; now: number }
  /** What was approved was not sent, and may not be any more. */
  | { type: 'reopen'; sent: boolean };

export type Refusal =
  | 'closed'
  | 'changed'
  | 'own'
  | 'not-an-approver'
  | 'more-than-own-grants'
  | 'not-the-requester'
  | 'widened'
  /** Judged by a policy that does not hold any more: judge again. */
  | 'stale-policy';

/** The guards, each a rule on its own so that a test can take out one and watch a history fail. Production uses `RULES`. */
export const REQUEST_RULES = {
  /** What is decided stays decided. */
  isLive: ({ state }: RequestLife): boolean => state === 'open' || state === 'asked-back',
  /** Nobody looks at it any more after its last day, whatever the schedule has got round to. */
  isInTime: ({ expiresAt }: RequestLife, now: number): boolean => now < expiresAt,
  /** Nobody decides their own: not under another account with the same address either. */
  isAnothers: ({ requester }: RequestLife, by: Decider): boolean =>
    requester.subject !== by.subject &&
    (emailKey(requester.email) === '' || emailKey(requester.email) !== emailKey(by.email)),
  /** Only the requester edits, answers and withdraws. */
  isTheirs: ({ requester }: RequestLife, by: { subject: string }): boolean => requester.subject === by.subject,
  /** A decision is about what the decider saw. */
  sawRevision: (request: RequestLife, shown: { revision: number }): boolean => request.revision === shown.revision,
  sawContent: (request: RequestLife, shown: Shown): boolean => request.contentHash === shown.contentHash,
  /** Every entry of the policy's approvers wants a word, and this decider may give all of them. */
  isApprover: ({ content }: RequestLife, by: Decider, judged: Judged): boolean =>
    fitsAll(judged.approvers, by, content.sponsorUserId),
  /** Nobody approves what they could not send themselves. */
  couldSend: ({ couldSend }: Judged): boolean => couldSend,
  /** The verdict is that of the policy that holds as the decision is recorded. */
  isCurrent: ({ number }: Judged, policyNumber: number): boolean => number === policyNumber,
  /** Changes of an approval take away roles or correct the name; the rest is as it was asked for. */
  onlyNarrows: (asked: RequestContent, sends: RequestContent): boolean =>
    sends.roleIds.every((id) => asked.roleIds.includes(id)) &&
    (Object.keys(asked) as (keyof RequestContent)[]).every(
      (field) => field === 'roleIds' || field === 'displayName' || asked[field] === sends[field],
    ),
  /** What has left cannot be asked for again. */
  isUnsent: (sent: boolean): boolean => !sent,
} as const;

export type RequestRules = { [name in keyof typeof REQUEST_RULES]: (typeof REQUEST_RULES)[name] };

export type Stepped = { ok: true; next: RequestLife } | { ok: false; why: Refusal };

const refuse = (why: Refusal): Stepped => ({ ok: false, why });

/** The request after `event`, or why it stays as it is. */
export function stepRequest(request: RequestLife, event: RequestEvent, rules: RequestRules = REQUEST_RULES): Stepped {
  const become = (state: RequestState): Stepped => ({ ok: true, next: { ...request, state } });
  switch (event.type) {
    case 'edit':
      if (!rules.isTheirs(request, event.by)) return refuse('not-the-requester');
      return changed(request, event, 'open', rules);
    case 'hand-over':
      return changed(request, event, request.state, rules);
    case 'answer':
    case 'withdraw': {
      if (!rules.isTheirs(request, event.by)) return refuse('not-the-requester');
      if (!rules.isLive(request)) return refuse('closed');
      return become(event.type === 'answer' ? 'open' : 'withdrawn');
    }
    case 'ask-back':
      return decided(request, event, rules) ?? become('asked-back');
    case 'deny':
      return decided(request, event, rules) ?? become('denied');
    case 'approve': {
      const refused = decided(request, event, rules);
      if (refused !== null) return refused;
      if (!rules.couldSend(event.judged)) return refuse('more-than-own-grants');
      return rules.onlyNarrows(request.content, event.sends) ? become('approved') : refuse('widened');
    }
    case 'expire':
      return rules.isLive(request) && !rules.isInTime(request, event.now) ? become('expired') : refuse('closed');
    case 'reopen':
      return request.state === 'approved' && rules.isUnsent(event.sent) ? become('open') : refuse('closed');
  }
}

/** What stands in the way of any decision; null when nothing does. */
function decided(request: RequestLife, event: Decision, rules: RequestRules): Stepped | null {
  if (!rules.isAnothers(request, event.by)) return refuse('own');
  if (!rules.isLive(request) || !rules.isInTime(request, event.now)) return refuse('closed');
  if (!rules.sawRevision(request, event.shown) || !rules.sawContent(request, event.shown)) return refuse('changed');
  if (!rules.isCurrent(event.judged, event.policyNumber)) return refuse('stale-policy');
  return rules.isApprover(request, event.by, event.judged) ? null : refuse('not-an-approver');
}

function changed(
  request: RequestLife,
  { shown, content, contentHash }: Extract<RequestEvent, { type: 'edit' | 'hand-over' }>,
  state: RequestState,
  rules: RequestRules,
): Stepped {
  if (!rules.isLive(request)) return refuse('closed');
  if (!rules.sawRevision(request, shown)) return refuse('changed');
  return { ok: true, next: { ...request, state, content, contentHash, revision: request.revision + 1 } };
}

/**
 * Whether an approval still holds as what it approved is about to leave: the policy does not refuse it by now, and where it
 * asks for approval, the decider's word is still one that it asks for.
 */
export const approvalHolds = (
  { content }: Pick<RequestLife, 'content'>,
  by: Decider,
  now: { denied: boolean; approvers: Approvers[]; couldSend: boolean },
): boolean => !now.denied && now.couldSend && fitsAll(now.approvers, by, content.sponsorUserId);

/** What the rules look at of a request as it is kept. */
export const lifeOf = ({
  state,
  revision,
  contentHash,
  content,
  requester,
  expiresAt,
}: RequestRecord): RequestLife => ({
  state,
  revision,
  contentHash,
  content,
  requester,
  expiresAt: expiresAt.getTime(),
});
