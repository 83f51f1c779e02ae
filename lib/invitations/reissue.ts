import { z } from 'zod';
import { checkChoices } from './choices';
import { type Context, callOf } from './context';
import { fail, ok, type Result } from './errors';
import { inviteSchema } from './fields';
import type { InvitationView } from './invitation';
import type { InvitationRecord } from './ledger';
import { outcomeOf } from './outcome';
import { can } from './policy';
import { openInvitation, revokeThen } from './revoke';

const { displayName, roleIds, sponsorUserId, purpose } = inviteSchema.shape;

export const reissueSchema = z.strictObject({
  id: z.uuid('This is not an invitation.'),
  displayName,
  roleIds,
  sponsorUserId,
  purpose,
});

/**
 * Sends an invitation again, as it was or with another name, roles, sponsor or purpose. The upstream can neither resend nor
 * change one, so this revokes and creates: the old link dies. Both steps are recorded before the first, so that one which is
 * cut off between them finishes by itself. An expired, revoked or failed one has nothing to revoke and is created anew.
 *
 * Answers as `invite` and `revoke` do.
 */
export async function reissue({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof reissueSchema>;
}): Promise<Result<InvitationView>> {
  if (!can(ctx.actor, 'invitation.reissue')) return fail('forbidden');
  const current = await reissuable(ctx, input.id);
  if (!current.ok) return current;
  const record = current.value;
  const allowance = await ctx.rateLimit.take('send', ctx.actor.subject);
  if (!allowance.ok) return fail('too-many-requests', { retryAfterMs: allowance.retryAfterMs });
  const content = { ...record.content, ...withoutId(input) };
  const refused = await checkChoices(ctx, content);
  if (refused !== null) return { ok: false, failure: refused };

  const sponsor = content.sponsorUserId === '' ? null : await ctx.catalog.person(content.sponsorUserId, callOf(ctx));
  const sponsorName = sponsor?.ok ? (sponsor.value?.displayName ?? '') : '';
  const sent = await revokeThen(ctx, record, {
    reissue: { content, ticket: record.ticket, sponsorName },
    reason: 'Re-issued',
  });
  if (!sent.ok) return sent;
  const outcome = await outcomeOf(ctx, sent.value, { another: false, replayed: false });
  return outcome.ok ? ok(outcome.value.invitation) : outcome;
}

/** The record, when it may be sent again: open (read afresh), or ended without anybody having come in. */
export async function reissuable(ctx: Context, id: string): Promise<Result<InvitationRecord>> {
  const record = await ctx.ledger.byId(id);
  if (record === null) return fail('invitation-not-found');
  if (record.state === 'expired' || record.state === 'revoked' || record.state === 'failed') return ok(record);
  return openInvitation(ctx, id);
}

const withoutId = ({ id: _id, ...rest }: z.output<typeof reissueSchema>) => rest;
