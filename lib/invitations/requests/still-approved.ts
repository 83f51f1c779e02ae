import { callOf, type SystemContext } from '../context';
import { USHER_ROLES } from '../invitation';
import { type AttemptRecord, leaseOwner } from '../ledger';
import type { PolicyVersion } from '../rules/policy-book';
import type { Decider } from './approvers';
import { deciderFrom } from './deciders';
import { type AskingVerdict, askerOf, judgeAsking, mayHandOut } from './judging';
import { approvalHolds } from './protocol';
import type { RequestContent, RequestRecord } from './record';

/** Before it is judged again what could not be judged just now. */
const PAUSE_MS = 5_000;

/**
 * Whether a claimed attempt may still leave: one that carries out an approval is judged again, for it may have waited. Where
 * the policy has become stricter than the approval, the attempt ends unsent and its request is open again, in one
 * transaction. An attempt without a request is none of our business.
 */
export async function stillApproved(ctx: SystemContext, attempt: AttemptRecord): Promise<boolean> {
  if (attempt.request === null) return true;
  const [request, version] = await Promise.all([ctx.requests.byId(attempt.request), ctx.policy.fresh()]);
  const verdict = request === null ? null : await verdictNow(ctx, version, request, attempt);
  if (verdict === 'unknown') {
    // Nothing was sent, and whether it may be is not known: it waits.
    const notBefore = (await ctx.ledger.now()).getTime() + PAUSE_MS;
    const event = { type: 'slow-down', owner: leaseOwner(attempt), notBefore } as const;
    await ctx.ledger.apply(attempt.id, event, { actor: attempt.actor, requestId: attempt.requestId });
    return false;
  }
  if (verdict?.holds) return true;
  await ctx.requests.takeBack(attempt, {
    judged: verdict === null || verdict.judged.approvers.length === 0 ? undefined : verdict.judged,
    days: version.policy.requests.expireAfterDays,
    requestId: ctx.requestId,
  });
  ctx.log.info('request.reopened', { request: attempt.request, policy: version.number });
  return false;
}

type Now = { holds: boolean; judged: Pick<AskingVerdict, 'approvers' | 'policyNumber'> };

async function verdictNow(
  ctx: SystemContext,
  version: PolicyVersion,
  request: RequestRecord,
  attempt: AttemptRecord,
): Promise<Now | 'unknown'> {
  const { decision, content: asked } = request;
  const by = decision === null ? null : await deciderFrom(ctx, decision.by);
  const content: RequestContent = { ...asked, ...pick(attempt) };
  const [answer, own, roles] = await Promise.all([
    judgeAsking(ctx, version, content, askerOf(request)),
    by === null ? null : judgeAsking(ctx, version, content, by),
    ctx.catalog.roles(callOf(ctx)),
  ]);
  if (!answer.ok || (own !== null && !own.ok) || !roles.ok) return 'unknown';
  const { verdict, approvers, policyNumber } = answer.value;
  const judged = { approvers, policyNumber };
  if (by === null || own === null || request.state !== 'approved') return { holds: false, judged };
  const couldSend =
    own.value.verdict.answer !== 'deny' && mayHandOut(by, content.roleIds, roles.value, grantsOf(version, by));
  // What the policy would let its requester send by now needs nobody's word any more.
  if (verdict.answer === 'allow') return { holds: couldSend, judged };
  return { holds: approvalHolds({ content }, by, { denied: verdict.answer === 'deny', approvers, couldSend }), judged };
}

/** What leaves is narrower than what was asked for; the purpose with its ticket is judged as it was asked. */
const pick = ({ content }: AttemptRecord): Partial<RequestContent> =>
  content === null ? {} : { roleIds: content.roleIds, displayName: content.displayName };

/** The policy's word on who hands out what; the configuration's was asked when it was approved, and does not change by itself. */
const grantsOf = ({ policy }: PolicyVersion, by: Decider) =>
  Object.fromEntries(
    USHER_ROLES.filter((role) => by.roles.includes(role)).map((role) => [role, policy.grants[role] ?? ['*']]),
  );
