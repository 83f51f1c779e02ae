import { z } from 'zod';
import { type Context, callOf, canSponsor, personView } from './context';
import { fail, failFromDirectory, ok, type Result } from './errors';
import type { PersonView } from './invitation';
import { can } from './policy';

export const searchPeopleSchema = z.strictObject({ query: z.string().trim().max(100, 'Type at most 100 characters.') });

/** How many a list under a field can hold before it is quicker to type one letter more. */
const MOST = 10;

/** People who can be a sponsor, best match first by the upstream's own ranking. Nothing typed, nobody offered. */
export async function searchPeople({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof searchPeopleSchema>;
}): Promise<Result<PersonView[]>> {
  if (!can(ctx.actor, 'people.search')) return fail('forbidden');
  if (input.query === '') return ok([]);
  const allowance = await ctx.rateLimit.take('read', ctx.actor.subject);
  if (!allowance.ok) return fail('too-many-requests', { retryAfterMs: allowance.retryAfterMs });
  const answer = await ctx.directory.searchUsers(
    { query: input.query, onlyEnabledHumans: true, pageSize: MOST },
    callOf(ctx),
  );
  if (!answer.ok) return failFromDirectory(answer.error);
  // Asked for above, and looked at again: an upstream that ignores a filter must not make a service account a sponsor.
  return ok(answer.value.items.filter(canSponsor).map(personView));
}
