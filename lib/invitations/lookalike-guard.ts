import { type Context, callOf } from './context';
import { lookalikes } from './lookalike';
import type { LookalikeWarning } from './lookalike-warning';
import { can } from './policy';
import type { Policy } from './rules/document';

/**
 * What an address could be taken for, by all that is known here: the organisation's own domains, those of the directories,
 * those invited before, and people who are there already; these only for who may look people up.
 */
export async function warningsOf(
  ctx: Context,
  { email, displayName }: { email: string; displayName: string },
  policy: Policy,
): Promise<LookalikeWarning[]> {
  const [directoryDomains, invitedDomains, people] = await Promise.all([
    ctx.catalog.directoryDomains(callOf(ctx)),
    ctx.familiar.invitedDomains(),
    can(ctx.actor, 'people.search') ? ctx.familiar.nearPeople(email, displayName) : [],
  ]);
  return lookalikes(email, displayName, {
    ownDomains: policy.domains.own,
    // An upstream that cannot be asked must not stand in the way of a warning about something else.
    directoryDomains: directoryDomains.ok ? directoryDomains.value : NONE,
    invitedDomains,
    people,
  });
}

const NONE: readonly string[] = [];
