import type { z } from 'zod';
import type { Context } from '../context';
import { fail, type Result } from '../errors';
import { can } from '../policy';
import { act, ownRequest, whatBecame } from './acting';
import type { answerQuestionSchema } from './fields';
import type { RequestView } from './view';

/**
 * The requester's answer to whoever asked back; the request waits for a decision again. What is asked for stays as it is, and
 * so does its revision. Answers `forbidden`, `request-not-found`, `request-closed` or `too-many-requests`.
 */
export async function answerQuestion({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof answerQuestionSchema>;
}): Promise<Result<RequestView>> {
  if (!can(ctx.actor, 'request.create')) return fail('forbidden');
  const own = await ownRequest(ctx, input.id);
  if (!own.ok) return own;
  const allowance = await ctx.rateLimit.take('send', ctx.actor.subject);
  if (!allowance.ok) return fail('too-many-requests', { retryAfterMs: allowance.retryAfterMs });
  return whatBecame(ctx, await act(ctx, input.id, { type: 'answer', by: ctx.actor }, { words: input.text }));
}
