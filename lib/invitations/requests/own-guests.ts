import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import type { InvitationRecord } from '../ledger';
import { ownUser } from './deciders';

/** Whose guests these are: the sender's by subject, the sponsor's or keeper's by their account upstream. */
export type GuestsOf = { subject: string; userId: string };

export const guestsOf = async (ctx: Context): Promise<GuestsOf> => ({
  subject: ctx.actor.subject,
  userId: (await ownUser(ctx, ctx.actor))?.id ?? '',
});

/** An invitation of one's own guest; another's is as good as none. */
export async function ownGuest(ctx: Context, id: string): Promise<Result<InvitationRecord>> {
  const record = (await ctx.requests.isGuestOf(id, await guestsOf(ctx))) ? await ctx.ledger.byId(id) : null;
  return record === null ? fail('invitation-not-found') : ok(record);
}
