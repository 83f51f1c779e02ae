import { z } from 'zod';
import { type Context, callOf } from './context';
import { fail, failFromDirectory, ok, type Result } from './errors';
import type { InvitationView } from './invitation';
import { can } from './policy';
import { reconcile } from './reconcile';
import { recordView } from './view';

export const checkInvitationSchema = z.strictObject({ id: z.uuid('This is not an invitation.') });

/**
 * Looks at once how one invitation stands: by its id upstream when it has one, else by bringing whatever is open nearer to its
 * end. Sends nothing that was not due. Answers `forbidden`, `invitation-not-found`, `too-many-requests` or an `upstream-…` code.
 */
export async function checkInvitation({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof checkInvitationSchema>;
}): Promise<Result<InvitationView>> {
  if (!can(ctx.actor, 'invitation.create')) return fail('forbidden');
  const record = await ctx.ledger.byId(input.id);
  if (record === null) return fail('invitation-not-found');
  const allowance = await ctx.rateLimit.take('check', ctx.actor.subject);
  if (!allowance.ok) return fail('too-many-requests', { retryAfterMs: allowance.retryAfterMs });
  if ((await ctx.ledger.openAttempt(record.id)) !== null) {
    await reconcile(ctx);
  } else if (record.upstream !== null) {
    const seen = await ctx.directory.getInvitation(record.content.directoryId, record.upstream.id, callOf(ctx));
    if (!seen.ok) return failFromDirectory(seen.error);
    await ctx.ledger.copy([seen.value], await ctx.ledger.now());
  }
  return ok(await recordView(ctx, (await ctx.ledger.byId(record.id)) ?? record));
}
