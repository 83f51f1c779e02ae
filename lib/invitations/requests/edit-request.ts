import type { z } from 'zod';
import type { Context } from '../context';
import { fail, type Result } from '../errors';
import { can } from '../policy';
import { act, ownRequest, whatBecame } from './acting';
import { prepare } from './asking';
import type { editRequestSchema } from './fields';
import { requestHash } from './hash';
import type { RequestView } from './view';

/**
 * Changes a request of one's own that nobody has decided. Whoever looks at the earlier revision cannot decide it any more;
 * one that was asked back is open again.
 *
 * Answers as `ask` does, and `request-not-found`, `request-closed`, `request-changed`.
 */
export async function editRequest({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof editRequestSchema>;
}): Promise<Result<RequestView>> {
  if (!can(ctx.actor, 'request.create')) return fail('forbidden');
  const own = await ownRequest(ctx, input.id);
  if (!own.ok) return own;
  const request = own.value;
  if (request.kind === 'reissue') {
    return fail('invalid-input', {
      fields: { form: 'A request to send an invitation again goes as it was. Withdraw it and ask anew.' },
    });
  }
  const allowance = await ctx.rateLimit.take('send', ctx.actor.subject);
  if (!allowance.ok) return fail('too-many-requests', { retryAfterMs: allowance.retryAfterMs });
  const { id, revision, ...asked } = input;
  const prepared = await prepare(ctx, asked);
  if (!prepared.ok) return prepared;
  const { content, sponsorName, approvers, policyNumber } = prepared.value;
  const { wantedUntil, acknowledged } = asked;
  const contentHash = await requestHash({ ...request, content, wantedUntil, acknowledged });
  const event = { type: 'edit', by: ctx.actor, shown: { revision }, content, contentHash } as const;
  const edited = { sponsorName, wantedUntil, acknowledged };
  return whatBecame(ctx, await act(ctx, id, event, { edited, judged: { approvers, policyNumber } }));
}
