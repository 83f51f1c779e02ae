import { type Context, callOf, personView } from './context';
import { emailKey } from './email';
import type { Standing } from './invitation';
import { recordView } from './view';

/**
 * How an address stands, for the form while it is filled and again before sending: the ledger and its copy know the
 * invitations, the upstream is asked for the user (an answer counts for a minute).
 */
export async function standingOf(
  ctx: Context,
  { email, directoryId }: { email: string; directoryId: string },
): Promise<Standing> {
  const key = emailKey(email);
  const [live, outside, asked] = await Promise.all([
    ctx.ledger.live(directoryId, key, ctx.catalog.upstreamNow()),
    ctx.ledger.openOutside(directoryId, key, ctx.catalog.upstreamNow()),
    ctx.catalog.personByEmail(key, callOf(ctx)),
  ]);
  const open = live ?? outside;
  if (open !== null) return { kind: 'invited', invitation: await recordView(ctx, open) };
  // An upstream that cannot be asked just now has been asked before: the copy says what it said then.
  const user = asked.ok ? asked.value : await ctx.ledger.knownPerson(key);
  if (user === null || user.status === 'deleted') return { kind: 'new' };
  return { kind: 'user', person: personView(user), enabled: user.status === 'enabled' };
}
