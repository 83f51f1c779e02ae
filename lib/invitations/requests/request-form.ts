import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { formOptions, type InviteFormOptions } from '../invite-form';
import { can } from '../policy';
import { withGrants } from './judging';

/** What the form of a request offers, and what the policy wants to read in it. */
export type RequestFormOptions = InviteFormOptions & {
  /** Only where the policy asks for one is it asked for. */
  ticket: { required: boolean; hint: string };
  purposeHint: string;
};

/** What the form of a request offers: the invitation's lists, with the roles that this actor may ask for. */
export async function requestFormOptions({ ctx }: { ctx: Context }): Promise<Result<RequestFormOptions>> {
  if (!can(ctx.actor, 'request.create')) return fail('forbidden');
  const version = await ctx.policy.current();
  const options = await formOptions(withGrants(ctx, version), {});
  if (!options.ok) return options;
  const { ticket, purpose } = version.policy;
  return ok({
    ...options.value,
    ticket: { required: ticket.required, hint: ticket.hint },
    purposeHint: purpose.hint,
  });
}
