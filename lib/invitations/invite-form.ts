import { type Context, callOf, canSponsor, personView } from './context';
import { parseEmail, sameEmail } from './email';
import { fail, failFromDirectory, ok, type Result } from './errors';
import type { DirectoryView, PersonView, RoleView } from './invitation';
import { can, grantableRoles } from './policy';
import type { UpstreamRole } from './ports';

/** What the invitation form offers to this actor. */
export type InviteFormOptions = {
  /** The default one first, then by name. */
  directories: DirectoryView[];
  /** Only those that this actor may hand out, by name. */
  roles: RoleView[];
  /** The actor's own account upstream, found by verified email; null when there is none or it cannot be a sponsor. */
  self: PersonView | null;
  /** The sponsor that a deep link names (id or email), when there is one. */
  prefilledSponsor: PersonView | null;
};

/** The lists behind the form's pickers. Answers `forbidden` and the `upstream-…` codes. */
export async function inviteFormOptions({
  ctx,
  input,
}: {
  ctx: Context;
  input: { sponsor?: string };
}): Promise<Result<InviteFormOptions>> {
  return can(ctx.actor, 'invitation.create') ? formOptions(ctx, input) : fail('forbidden');
}

/** The same without its check, for a verb that has made its own. */
export async function formOptions(ctx: Context, input: { sponsor?: string }): Promise<Result<InviteFormOptions>> {
  const call = callOf(ctx);
  const [directories, roles, self, prefilledSponsor] = await Promise.all([
    ctx.catalog.directories(call),
    ctx.catalog.roles(call),
    ctx.actor.emailVerified ? personByEmail(ctx, ctx.actor.email) : null,
    input.sponsor ? sponsorFrom(ctx, input.sponsor) : null,
  ]);
  if (!directories.ok) return failFromDirectory(directories.error);
  if (!roles.ok) return failFromDirectory(roles.error);
  const grantable = grantableRoles(ctx.actor, roles.value, ctx.grants);
  return ok({
    directories: [...directories.value].sort(
      (a, b) => Number(b.isDefault) - Number(a.isDefault) || a.name.localeCompare(b.name, 'en'),
    ),
    roles: grantable
      // A role for API keys is of no use to a human, and a deleted one of no use to anybody.
      .filter((role) => !role.systemApiOnly && !role.deleted)
      .map((role) => ({ id: role.id, name: role.displayName || role.name || role.id, grants: grantsInWords(role) }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en')),
    self,
    prefilledSponsor,
  });
}

async function sponsorFrom(ctx: Context, idOrEmail: string): Promise<PersonView | null> {
  if (parseEmail(idOrEmail).ok) return personByEmail(ctx, idOrEmail);
  const answer = await ctx.catalog.person(idOrEmail, callOf(ctx));
  return answer.ok && answer.value !== null && canSponsor(answer.value) ? personView(answer.value) : null;
}

async function personByEmail(ctx: Context, email: string): Promise<PersonView | null> {
  const answer = await ctx.directory.searchUsers({ email, onlyEnabledHumans: true }, callOf(ctx));
  if (!answer.ok) return null;
  const person = answer.value.items.find((user) => canSponsor(user) && sameEmail(user.email, email));
  return person === undefined ? null : personView(person);
}

const SHOWN_PERMISSIONS = 3;

/** What a role lets somebody do, from its permission names: "apps: read, tasks: approve and 4 more". */
export function grantsInWords(role: UpstreamRole): string {
  const { permissions } = role;
  if (permissions.length === 0) return 'No permissions listed.';
  const shown = permissions.slice(0, SHOWN_PERMISSIONS).join(', ');
  const rest = permissions.length - SHOWN_PERMISSIONS;
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
