import { type Context, callOf, canSponsor } from './context';
import { type Failure, failFromDirectory } from './errors';
import type { InviteInput } from './fields';
import { grantableRoles } from './policy';
import { effectiveGrants } from './rules/grants';

/**
 * Checks what was chosen from the upstream's lists, for the form could have been posted by hand: the directory exists,
 * the roles exist and may be handed out by this actor, the sponsor is an enabled human. Null when all is well.
 */
export async function checkChoices(
  ctx: Context,
  input: Pick<InviteInput, 'directoryId' | 'roleIds' | 'sponsorUserId'>,
): Promise<Failure | null> {
  const call = callOf(ctx);
  const [directories, roles, sponsor] = await Promise.all([
    ctx.catalog.directories(call),
    input.roleIds.length === 0 ? null : ctx.catalog.roles(call),
    input.sponsorUserId === '' ? null : ctx.catalog.person(input.sponsorUserId, call),
  ]);

  if (!directories.ok) return failFromDirectory(directories.error).failure;
  if (!directories.value.some((each) => each.id === input.directoryId)) {
    return { code: 'invalid-input', fields: { directoryId: 'This directory no longer exists. Choose another.' } };
  }

  if (roles !== null) {
    if (!roles.ok) return failFromDirectory(roles.error).failure;
    const grants = effectiveGrants((await ctx.policy.current()).policy, ctx.grants);
    const allowed = new Set(grantableRoles(ctx.actor, roles.value, grants).map((role) => role.id));
    const refused = input.roleIds.filter((id) => !allowed.has(id));
    if (refused.length > 0) {
      const names = refused.map((id) => roles.value.find((role) => role.id === id)?.displayName ?? id);
      const sentence = `You may not grant ${names.join(', ')} at invitation. Leave it out, or ask an administrator to send this invitation.`;
      return { code: 'role-not-grantable', detail: names.join(', '), fields: { roleIds: sentence } };
    }
  }

  if (sponsor !== null) {
    if (!sponsor.ok) return failFromDirectory(sponsor.error).failure;
    if (sponsor.value === null || !canSponsor(sponsor.value)) {
      return {
        code: 'invalid-input',
        fields: {
          sponsorUserId:
            'This person cannot be a sponsor: the account is gone, disabled or not a human. Choose another.',
        },
      };
    }
  }
  return null;
}
