import { type Context, callOf, personView } from './context';
import { emailKey } from './email';
import type { Standing } from './invitation';
import type { InvitationRecord } from './ledger';
import { recordView } from './view';

/**
 * How an address stands, for the form while it is filled and again before sending: the ledger and its copy know the
 * invitations, the upstream is asked for the user (an answer counts for a minute).
 */
type Address = { email: string; directoryId: string };

/** The open invitation of an address, Usher's own first, as the ledger and its copy know it; null when there is none. */
export const openInvitation = (ctx: Context, { email, directoryId }: Address): Promise<InvitationRecord | null> =>
  ctx.ledger.openOne(directoryId, emailKey(email), ctx.catalog.upstreamNow());

/** The same as the verb without its checks, for one that has made its own, and may have looked for `found` already. */
export async function standingOf(ctx: Context, address: Address, found?: InvitationRecord | null): Promise<Standing> {
  const key = emailKey(address.email);
  const [open, asked] = await Promise.all([
    found === undefined ? openInvitation(ctx, address) : found,
    ctx.catalog.personByEmail(key, callOf(ctx)),
  ]);
  if (open !== null) return { kind: 'invited', invitation: await recordView(ctx, open) };
  // An upstream that cannot be asked just now has been asked before: the copy says what it said then.
  const user = asked.ok ? asked.value : await ctx.ledger.knownPerson(key);
  if (user === null || user.status === 'deleted') return { kind: 'new' };
  return { kind: 'user', person: personView(user), enabled: user.status === 'enabled' };
}
