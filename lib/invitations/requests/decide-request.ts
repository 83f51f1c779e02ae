import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { can } from '../policy';
import { act, whatBecame } from './acting';
import { approve, type DecidedRequest } from './approve';
import type { Decider } from './approvers';
import { deciderOf } from './deciders';
import type { DecideRequestInput } from './fields';
import { judgeDecision, withGrants } from './judging';
import { mayRead } from './readers';
import type { RequestContent } from './record';
import { upToDate } from './up-to-date';

/** How often a policy may change under one decision before somebody is told to look again. */
const MOST_VERDICTS = 3;

/**
 * Somebody's word on a request: approve it as it is or with less, deny it with a reason, or ask back. It counts for exactly
 * the revision and content that were shown, and is judged by the policy that holds as it is recorded. An approval and the
 * intent to send are one transaction; then it is sent like any other, in both names.
 *
 * Answers `forbidden`, `request-not-found`, `request-closed` (by whom, and when), `request-changed`, `own-request`,
 * `not-an-approver`, `policy-denied`, `sending-paused`, `too-many-requests`, and what `invite` and `reissue` answer.
 */
export async function decideRequest({
  ctx,
  input,
}: {
  ctx: Context;
  input: DecideRequestInput;
}): Promise<Result<DecidedRequest>> {
  if (!can(ctx.actor, 'request.decide')) return fail('forbidden');
  const by = await deciderOf(ctx);
  for (let verdicts = 1; ; verdicts += 1) {
    const decided = await decideOnce(ctx, input, by);
    if (decided !== 'stale-policy') return decided;
    if (verdicts === MOST_VERDICTS) return fail('request-changed');
  }
}

/** One look at the request and the policy; `stale-policy` when another one holds by the time it is to be recorded. */
async function decideOnce(
  ctx: Context,
  input: DecideRequestInput,
  by: Decider,
): Promise<Result<DecidedRequest> | 'stale-policy'> {
  const found = await ctx.requests.byId(input.id);
  if (found === null) return fail('request-not-found');
  const version = await ctx.policy.fresh();
  const request = await upToDate(ctx, version, found);
  if (!mayRead(ctx, request, by)) return fail('request-not-found');
  const granting = withGrants(ctx, version);
  const sends = input.decision === 'approve' ? narrowed(request.content, input) : request.content;
  const verdict = await judgeDecision(ctx, version, request, { by, sends, grants: granting.grants });
  if (!verdict.ok) return verdict;
  const judged = verdict.value;
  const shown = { revision: input.revision, contentHash: input.contentHash };

  if (input.decision === 'approve') {
    const event = { type: 'approve', by, shown, judged, sends } as const;
    return approve(granting, version, { request, event, judged, note: input.note, override: input.override ?? false });
  }
  const allowance = await ctx.rateLimit.take('send', ctx.actor.subject);
  if (!allowance.ok) return fail('too-many-requests', { retryAfterMs: allowance.retryAfterMs });
  const words = input.decision === 'deny' ? input.reason : input.question;
  const done = await act(granting, request.id, { type: input.decision, by, shown, judged }, { words });
  if (done.kind === 'refused' && done.why === 'stale-policy') return 'stale-policy';
  const view = await whatBecame(granting, done);
  return view.ok ? ok({ request: view.value, receipt: null }) : view;
}

/** What leaves: what was asked for, with the roles that stay and the name as it was corrected. */
const narrowed = (
  asked: RequestContent,
  { roleIds, displayName }: { roleIds?: string[] | undefined; displayName?: string | undefined },
): RequestContent => ({
  ...asked,
  ...(roleIds === undefined ? {} : { roleIds }),
  ...(displayName === undefined ? {} : { displayName }),
});
