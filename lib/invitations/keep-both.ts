import { z } from 'zod';
import type { Context } from './context';
import { fail, ok, type Result } from './errors';
import type { InvitationView } from './invitation';
import { can, humanOf } from './policy';
import { reasonSchema } from './reason';
import { recordView } from './view';

export const keepBothSchema = z.strictObject({
  /** The one of the two that was made outside Usher. */
  id: z.uuid('This is not an invitation.'),
  reason: reasonSchema,
});

/**
 * A person's word that an invitation and its double are both meant. Changes nothing upstream. Answers `forbidden`, or
 * `invitation-not-found` when there is no such question any more.
 */
export async function keepBoth({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof keepBothSchema>;
}): Promise<Result<InvitationView>> {
  if (!can(ctx.actor, 'invitation.revoke')) return fail('forbidden');
  const by = { actor: humanOf(ctx.actor), requestId: ctx.requestId, reason: input.reason };
  const kept = await ctx.ledger.keepDouble(input.id, by);
  const record = kept ? await ctx.ledger.byId(input.id) : null;
  return record === null ? fail('invitation-not-found') : ok(await recordView(ctx, record));
}
