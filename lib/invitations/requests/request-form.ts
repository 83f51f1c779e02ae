import type { Context } from '../context';
import { fail, type Result } from '../errors';
import { formOptions, type InviteFormOptions } from '../invite-form';
import { can } from '../policy';
import { withGrants } from './judging';

/** What the form of a request offers: the invitation's lists, with the roles that this actor may ask for. */
export async function requestFormOptions({ ctx }: { ctx: Context }): Promise<Result<InviteFormOptions>> {
  if (!can(ctx.actor, 'request.create')) return fail('forbidden');
  return formOptions(withGrants(ctx, await ctx.policy.current()), {});
}
