import type { SystemContext } from '../context';
import type { PolicyVersion } from '../rules/policy-book';
import { askerOf, judgeAsking } from './judging';
import { lifeOf, REQUEST_RULES } from './protocol';
import type { RequestRecord } from './record';

/**
 * The request with the approvers that the policy asks for now: one that has changed since the request was judged last may ask
 * for somebody else. Where the policy refuses it by now it names nobody, and those who were asked may still say no.
 */
export async function upToDate(
  ctx: SystemContext,
  version: PolicyVersion,
  request: RequestRecord,
): Promise<RequestRecord> {
  if (request.policyNumber === version.number || !REQUEST_RULES.isLive(lifeOf(request))) return request;
  const answer = await judgeAsking(ctx, version, request.content, askerOf(request));
  // Who cannot be judged just now is judged by the decision itself.
  if (!answer.ok) return request;
  const { verdict, approvers, policyNumber } = answer.value;
  return ctx.requests.rejudge(request, {
    approvers: verdict.answer === 'deny' ? request.approvers : approvers,
    policyNumber,
    requestId: ctx.requestId,
  });
}
