import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { can } from '../policy';
import type { DisabledSponsor } from './view';

/** Sponsors whose account is disabled or deleted, with how many guests nobody looks after. Answers `forbidden`. */
export async function disabledSponsors({ ctx }: { ctx: Context }): Promise<Result<DisabledSponsor[]>> {
  return can(ctx.actor, 'sponsor.hand-over') ? ok(await ctx.requests.disabledSponsors()) : fail('forbidden');
}
