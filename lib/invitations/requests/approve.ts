import type { InviteReceipt } from '../../action-state';
import { checkChoices } from '../choices';
import type { Context } from '../context';
import { type Failure, fail, ok, type Result } from '../errors';
import { whoIsKnown } from '../invite';
import { heldUntil, type InvitationRecord } from '../ledger';
import { outcomeOf, whenDecided } from '../outcome';
import { can, humanOf } from '../policy';
import { reissuable } from '../reissue';
import { sendRevoke } from '../revoke';
import { holdMsOf } from '../rules/hold';
import type { PolicyVersion } from '../rules/policy-book';
import { beforeClaim, type ClaimedAt, sendAttempt } from '../send-attempt';
import { withTicket } from '../ticket';
import { recordView } from '../view';
import { deciderOf } from './deciders';
import { askerOf, type DecidingVerdict, judgePassing } from './judging';
import { lifeOf, REQUEST_RULES, type RequestEvent, stepRequest } from './protocol';
import type { RequestChange, RequestContent, RequestRecord } from './record';
import { refusalOf } from './refusals';
import { requestView } from './request-view';
import type { Approval, Approved } from './requests';
import type { RequestView } from './view';

/** What became of a decision; the receipt is there when it was approved and sent. */
export type DecidedRequest = { request: RequestView; receipt: InviteReceipt | null };

type Approving = {
  request: RequestRecord;
  event: Omit<Extract<RequestEvent, { type: 'approve' }>, 'policyNumber' | 'now'>;
  judged: DecidingVerdict;
  note: string;
  override: boolean;
};

/**
 * Approves: records the approval with the intent of what it sends, in one transaction, and makes the call. `ctx.grants` are
 * those that hold, the policy's included. `stale-policy` when another version holds by then: judge again.
 */
export async function approve(
  ctx: Context,
  version: PolicyVersion,
  approving: Approving,
): Promise<Result<DecidedRequest> | 'stale-policy'> {
  const { request, event, judged } = approving;
  const now = (await ctx.ledger.now()).getTime();
  // What can be refused without looking upstream; the transaction asks the same again under its lock.
  const stepped = stepRequest(lifeOf(request), { ...event, now, policyNumber: judged.number });
  if (!stepped.ok) {
    // What the policy refuses to everybody is not this decider's fault.
    const everybody = stepped.why === 'more-than-own-grants' && judged.denied.length > 0;
    if (everybody) return fail('policy-denied', { reasons: judged.denied });
    return (await ownApproval(ctx, approving)) ?? refusalOf(stepped.why, request);
  }
  const hindrance = await hindranceOf(ctx, version, approving);
  if (hindrance !== null) return closedMeanwhile(ctx, approving, hindrance);
  const intent = await intentOf(ctx, version, approving);
  if (!intent.ok) return closedMeanwhile(ctx, approving, intent.failure);

  const claimedAt = beforeClaim(ctx);
  const lease = { owner: crypto.randomUUID(), ms: ctx.leaseMs };
  const approved = await ctx.requests.approve(request.id, approvalOf(ctx, approving, intent.value), lease);
  switch (approved.kind) {
    case 'approved': {
      const sent = await sendApproved(ctx, request, approved, claimedAt);
      const outcome = await outcomeOf(ctx, sent, { another: false, replayed: false });
      return outcome.ok ? decided(ctx, request.id, outcome.value) : outcome;
    }
    case 'refused':
      if (approved.why === 'stale-policy') return approved.why;
      return (
        (await ownApproval(ctx, { ...approving, request: approved.request })) ??
        refusalOf(approved.why, approved.request)
      );
    case 'live':
      return fail('already-invited', { existing: await recordView(ctx, approved.record) });
    case 'stopped':
      return fail('sending-stopped');
    case 'busy':
      return fail('busy');
    case 'missing':
      return fail('request-not-found');
  }
}

/** What is held is sent by the schedule, when its time has come. */
function sendApproved(
  ctx: Context,
  { kind }: RequestRecord,
  { attempt, record }: Extract<Approved, { kind: 'approved' }>,
  claimedAt: ClaimedAt,
): Promise<InvitationRecord> | InvitationRecord {
  if (heldUntil(attempt) !== null) return record;
  return kind === 'reissue' ? sendRevoke(ctx, attempt, claimedAt) : sendAttempt(ctx, attempt, claimedAt, true);
}

/**
 * What is in the way may be what somebody else's approval of this very request has sent while we looked around: then it is
 * that decision that there is to tell.
 */
async function closedMeanwhile(ctx: Context, approving: Approving, found: Failure): Promise<Result<DecidedRequest>> {
  const request = await ctx.requests.byId(approving.request.id);
  if (request === null || REQUEST_RULES.isLive(lifeOf(request))) return { ok: false, failure: found };
  return (await ownApproval(ctx, { ...approving, request })) ?? refusalOf('closed', request);
}

/** Another post of one's own approval is answered with its invitation, as another post of the invitation form is. */
async function ownApproval(ctx: Context, { request, event }: Approving): Promise<Result<DecidedRequest> | null> {
  const { state, decision, invitationId, contentHash } = request;
  if (state !== 'approved' || decision?.by.subject !== ctx.actor.subject) return null;
  if (contentHash !== event.shown.contentHash || invitationId === null) return null;
  const record = await ctx.ledger.byId(invitationId);
  if (record === null) return null;
  const outcome = await outcomeOf(ctx, await whenDecided(ctx, record), { another: false, replayed: true });
  return outcome.ok ? decided(ctx, request.id, outcome.value) : outcome;
}

async function decided(ctx: Context, id: string, receipt: InviteReceipt): Promise<Result<DecidedRequest>> {
  const request = await ctx.requests.byId(id);
  if (request === null) return fail('request-not-found');
  return ok({ request: await requestView(ctx, request, await deciderOf(ctx)), receipt });
}

/** What stands in the way of sending it now: the policy, what passes by, the upstream's lists, somebody with that address. */
async function hindranceOf(
  ctx: Context,
  version: PolicyVersion,
  { request, event, judged, override }: Approving,
): Promise<Failure | null> {
  if (judged.denied.length > 0) return { code: 'policy-denied', reasons: judged.denied };
  const passing = await judgePassing(ctx, version, event.sends, [askerOf(request), event.by]);
  if (!passing.ok) return passing.failure;
  if (passing.value.length > 0) {
    const paused = passing.value.some(({ code }) => code === 'paused');
    return { code: paused ? 'sending-paused' : 'policy-denied', reasons: passing.value };
  }
  const allowance = await ctx.rateLimit.take('send', ctx.actor.subject);
  if (!allowance.ok) return { code: 'too-many-requests', retryAfterMs: allowance.retryAfterMs };
  const refused = await checkChoices(ctx, event.sends);
  if (refused !== null || request.kind === 'reissue') return refused;
  return whoIsKnown(ctx, { ...event.sends, override });
}

type Intent = Approval['intent'];

async function intentOf(
  ctx: Context,
  { policy }: PolicyVersion,
  { request, event, judged: { number }, override }: Approving,
): Promise<Result<Intent>> {
  const judged = { policy: number, ceilings: policy.ceilings };
  const { ticket, ...content } = event.sends;
  const approval = { request: request.id, approver: humanOf(ctx.actor) };
  const common = {
    requestId: ctx.requestId,
    intentAtUpstream: ctx.catalog.upstreamNow(),
    approval,
    referenced: ctx.purposeReference,
  };
  if (request.kind === 'invite') {
    return ok({
      ...common,
      kind: 'invite',
      content: { ...content, purpose: withTicket(content.purpose, ticket) },
      ticket,
      // A request that is opened again may be approved again: each approval is a submission of its own.
      submissionKey: crypto.randomUUID(),
      overridden: override && can(ctx.actor, 'invitation.override'),
      contentHash: request.contentHash,
      sponsorName: request.sponsorName,
      judged,
      holdMs: holdMsOf(policy),
      warned: request.acknowledged === '' ? null : { kinds: [], acknowledged: request.acknowledged },
      actor: request.requester,
    });
  }
  const record = await reissuable(ctx, request.reissues ?? '');
  if (!record.ok) return record;
  return ok({
    ...common,
    kind: 'reissue',
    invitationId: record.value.id,
    revokes: record.value.state === 'pending' ? (record.value.upstream?.id ?? '') : '',
    reissue: { content, ticket, sponsorName: request.sponsorName, asBefore: true, judged },
    reason: 'Re-issued',
    actor: humanOf(ctx.actor),
  });
}

const approvalOf = (ctx: Context, { request, event, judged, note }: Approving, intent: Intent): Approval => ({
  event,
  intent,
  facts: {
    actor: humanOf(ctx.actor),
    requestId: ctx.requestId,
    words: note,
    changes: changesOf(request.content, event.sends),
    judged: { approvers: judged.asked, policyNumber: judged.number },
  },
});

/** What the requester is shown of the difference; roles as their ids, of which a page makes names. */
function changesOf(asked: RequestContent, sends: RequestContent): RequestChange[] {
  const changes: RequestChange[] = [];
  if (asked.displayName !== sends.displayName) {
    changes.push({ field: 'displayName', from: asked.displayName, to: sends.displayName });
  }
  if (sends.roleIds.length !== asked.roleIds.length) {
    changes.push({ field: 'roleIds', from: asked.roleIds.join(' '), to: sends.roleIds.join(' ') });
  }
  return changes;
}
