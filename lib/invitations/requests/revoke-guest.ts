import type { z } from 'zod';
import type { Context } from '../context';
import { fail, type Result } from '../errors';
import type { InvitationView } from '../invitation';
import { can } from '../policy';
import { revokeOpen } from '../revoke';
import type { revokeGuestSchema } from './fields';
import { ownGuest } from './own-guests';

/**
 * Ends the open invitation of one's own guest. Answers `invitation-not-found` for another's, `too-many-requests`, and what
 * `revoke` answers.
 */
export async function revokeGuest({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof revokeGuestSchema>;
}): Promise<Result<InvitationView>> {
  if (!can(ctx.actor, 'guest.read')) return fail('forbidden');
  const own = await ownGuest(ctx, input.id);
  if (!own.ok) return own;
  const allowance = await ctx.rateLimit.take('send', ctx.actor.subject);
  if (!allowance.ok) return fail('too-many-requests', { retryAfterMs: allowance.retryAfterMs });
  return revokeOpen(ctx, input);
}
