import type { z } from 'zod';
import type { Context } from '../context';
import { fail, type Result } from '../errors';
import { can } from '../policy';
import { openInvitation } from '../revoke';
import { record as recordRequest, sameKey } from './ask';
import { judged } from './asking';
import type { askReissueSchema } from './fields';
import { ownGuest } from './own-guests';
import type { RequestView } from './view';

/**
 * Asks to send the invitation of one's own guest again, as it was: it is open still, or has expired. Answers `forbidden`,
 * `invitation-not-found` for another's, `not-open` (with why), and what `ask` answers.
 */
export async function askReissue({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof askReissueSchema>;
}): Promise<Result<RequestView>> {
  if (!can(ctx.actor, 'request.create')) return fail('forbidden');
  const earlier = await ctx.requests.bySubmission(input.submissionKey);
  if (earlier !== null) return sameKey(ctx, earlier);
  const own = await ownGuest(ctx, input.id);
  if (!own.ok) return own;
  const allowance = await ctx.rateLimit.take('send', ctx.actor.subject);
  if (!allowance.ok) return fail('too-many-requests', { retryAfterMs: allowance.retryAfterMs });
  const { state, content, ticket, id } = own.value;
  if (state !== 'expired') {
    const open = await openInvitation(ctx, id);
    // Expired by the upstream's word only just now is as good.
    if (!open.ok && (await ctx.ledger.byId(id))?.state !== 'expired') return open;
  }
  const asked = await judged(ctx, { ...content, ticket });
  if (!asked.ok) return asked;
  return recordRequest(ctx, {
    ...asked.value,
    submissionKey: input.submissionKey,
    kind: 'reissue',
    reissues: id,
    wantedUntil: '',
    acknowledged: '',
    note: input.reason,
  });
}
