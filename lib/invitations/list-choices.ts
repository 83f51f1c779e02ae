import type { Context } from './context';
import type { FilterChoices } from './desk';
import { fail, ok, type Result } from './errors';
import { namesOf } from './names';
import { can } from './policy';

/** What a list of invitations can be narrowed down by. Answers `forbidden`. */
export async function listChoices({ ctx }: { ctx: Context }): Promise<Result<FilterChoices>> {
  if (!can(ctx.actor, 'invitation.read')) return fail('forbidden');
  const [{ directories, roles }, people] = await Promise.all([namesOf(ctx), ctx.reading.people()]);
  return ok({ directories, roles, ...people });
}
