import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { can, humanOf } from '../policy';
import { prepare } from './asking';
import { deciderOf } from './deciders';
import type { RequestInput } from './fields';
import { requestHash } from './hash';
import type { RequestRecord } from './record';
import { alreadyRequested } from './refusals';
import { requestView } from './request-view';
import type { NewRequest } from './requests';
import type { RequestView } from './view';

/**
 * Asks for one invitation. The sponsor is whoever asks, where the upstream knows them; who has to say yes is the policy's
 * word. The same submission key answers the same request, however often it comes.
 *
 * Answers `forbidden`, `invalid-input`, `role-not-grantable`, `too-many-requests`, `already-invited`, `already-requested`,
 * `policy-denied` (with why), `submission-reused`, or an `upstream-…` code.
 */
export async function ask({ ctx, input }: { ctx: Context; input: RequestInput }): Promise<Result<RequestView>> {
  if (!can(ctx.actor, 'request.create')) return fail('forbidden');
  const earlier = await ctx.requests.bySubmission(input.submissionKey);
  if (earlier !== null) return sameKey(ctx, earlier);
  const allowance = await ctx.rateLimit.take('send', ctx.actor.subject);
  if (!allowance.ok) return fail('too-many-requests', { retryAfterMs: allowance.retryAfterMs });
  const { submissionKey, ...asked } = input;
  const prepared = await prepare(ctx, asked);
  if (!prepared.ok) return prepared;
  const { wantedUntil, acknowledged } = asked;
  return record(ctx, {
    ...prepared.value,
    submissionKey,
    kind: 'invite',
    reissues: null,
    wantedUntil,
    acknowledged,
    note: '',
  });
}

/** Records a request that may be made. */
export async function record(
  ctx: Context,
  request: Omit<NewRequest, 'contentHash' | 'requester' | 'requestId'>,
): Promise<Result<RequestView>> {
  const asked = await ctx.requests.ask({
    ...request,
    contentHash: await requestHash(request),
    requester: humanOf(ctx.actor),
    requestId: ctx.requestId,
  });
  switch (asked.kind) {
    case 'asked':
      return ok(await requestView(ctx, asked.request, await deciderOf(ctx)));
    case 'known':
      return sameKey(ctx, asked.request);
    case 'live':
      return alreadyRequested(asked.request);
  }
}

/** A key that was recorded before answers its request as it stands now; another person's is not theirs to see. */
export async function sameKey(ctx: Context, earlier: RequestRecord): Promise<Result<RequestView>> {
  if (earlier.requester.subject !== ctx.actor.subject) return fail('submission-reused');
  return ok(await requestView(ctx, earlier, await deciderOf(ctx)));
}
