import { z } from 'zod';
import { type Context, callOf } from './context';
import { fail, failFromDirectory, ok, type Result } from './errors';
import type { InvitationView } from './invitation';
import { can } from './policy';
import { withoutReference } from './reference';
import { invitationView } from './view';

const id = z.string().regex(/^[\w.:-]{1,128}$/u, 'This is not an id.');
export const getInvitationSchema = z.strictObject({ directoryId: id, id });

/** One invitation as it stands upstream now. Answers `forbidden` and the `upstream-…` codes. */
export async function getInvitation({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof getInvitationSchema>;
}): Promise<Result<InvitationView>> {
  if (!can(ctx.actor, 'invitation.read')) return fail('forbidden');
  const allowance = await ctx.rateLimit.take('read', ctx.actor.subject);
  if (!allowance.ok) return fail('too-many-requests', { retryAfterMs: allowance.retryAfterMs });
  const answer = await ctx.directory.getInvitation(input.directoryId, input.id, callOf(ctx));
  if (!answer.ok) return failFromDirectory(answer.error);
  const { purpose } = answer.value;
  // The reference is for machines, and the receipt shows what was typed.
  const typed = ctx.purposeReference ? withoutReference(purpose) : purpose;
  return ok(await invitationView(ctx, { ...answer.value, purpose: typed }));
}
