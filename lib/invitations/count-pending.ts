import type { Context } from './context';
import { can } from './policy';

/** How many invitations are open, for the frame of every page; null for whom that is none of their business. */
export async function countPending({ ctx }: { ctx: Context }): Promise<number | null> {
  if (!can(ctx.actor, 'invitation.read')) return null;
  try {
    return await ctx.reading.pending(await ctx.ledger.now());
  } catch (error) {
    // A number beside a link must not take the page along that may still help.
    ctx.log.warn('count.failed', { error });
    return null;
  }
}
