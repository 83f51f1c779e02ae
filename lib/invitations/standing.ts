import { z } from 'zod';
import { type Context, callOf, personView } from './context';
import { emailKey, parseEmail } from './email';
import { fail, ok, type Result } from './errors';
import type { Standing } from './invitation';
import type { InvitationRecord } from './ledger';
import { can } from './policy';
import { recordView } from './view';

export const standingSchema = z.strictObject({
  email: z.string().max(400),
  directoryId: z.string().regex(/^[\w.:-]{1,128}$/u, 'This is not an id.'),
});

/**
 * How an address stands, for the form while it is filled and again before sending: the ledger and its copy know the
 * invitations, the upstream is asked for the user (an answer counts for a minute). What is no address yet is "new".
 *
 * Answers `forbidden` and `too-many-requests`.
 */
export async function standing({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof standingSchema>;
}): Promise<Result<Standing>> {
  if (!can(ctx.actor, 'invitation.create')) return fail('forbidden');
  if (!parseEmail(input.email).ok) return ok({ kind: 'new' });
  const allowance = await ctx.rateLimit.take('read', ctx.actor.subject);
  if (!allowance.ok) return fail('too-many-requests', { retryAfterMs: allowance.retryAfterMs });
  return ok(await standingOf(ctx, input));
}

type Address = { email: string; directoryId: string };

/** The open invitation of an address, Usher's own first, as the ledger and its copy know it; null when there is none. */
export async function openInvitation(ctx: Context, { email, directoryId }: Address): Promise<InvitationRecord | null> {
  const key = emailKey(email);
  const [live, outside] = await Promise.all([
    ctx.ledger.live(directoryId, key, ctx.catalog.upstreamNow()),
    ctx.ledger.openOutside(directoryId, key, ctx.catalog.upstreamNow()),
  ]);
  return live ?? outside;
}

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
