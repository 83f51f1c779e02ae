import { z } from 'zod';
import { type Context, callOf } from './context';
import { type Failure, fail, failFromDirectory, ok, type Result } from './errors';
import type { InvitationView } from './invitation';
import type { AttemptRecord, InvitationRecord, NewRevoke } from './ledger';
import { can, humanOf } from './policy';
import { beforeClaim, type ClaimedAt, sendAttempt } from './send-attempt';
import { settleRevoke } from './settle-revoke';
import { recordView } from './view';

const MAX_REASON = 500;

export const revokeSchema = z.strictObject({
  id: z.uuid('This is not an invitation.'),
  reason: z
    .string()
    .trim()
    .min(1, 'Say why. An auditor will read it.')
    .max(MAX_REASON, `The reason is too long: at most ${MAX_REASON} characters.`),
});

/**
 * Revokes an open invitation; its link dies at once. It is read again by its id before anything is done, so that somebody
 * who was faster, here or upstream, is named instead of overruled.
 *
 * Answers `forbidden`, `invitation-not-found`, `not-open` (with why), `busy`, `outcome-unknown`, or an `upstream-…` code.
 */
export async function revoke({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof revokeSchema>;
}): Promise<Result<InvitationView>> {
  return can(ctx.actor, 'invitation.revoke') ? revokeOpen(ctx, input) : fail('forbidden');
}

/** The same without its check, for a verb that has made its own. */
export async function revokeOpen(ctx: Context, input: z.output<typeof revokeSchema>): Promise<Result<InvitationView>> {
  const open = await openInvitation(ctx, input.id);
  if (!open.ok) return open;
  const record = await revokeThen(ctx, open.value, { reissue: null, reason: input.reason });
  if (!record.ok) return record;
  if (record.value.state === 'revoked') return ok(await recordView(ctx, record.value));
  return record.value.state === 'unknown' || record.value.state === 'reissuing'
    ? fail('outcome-unknown')
    : notOpen(ctx, record.value);
}

/** The invitation as the upstream has it now, when it is open; else why nothing can be revoked. */
export async function openInvitation(ctx: Context, id: string): Promise<Result<InvitationRecord>> {
  const record = await ctx.ledger.byId(id);
  if (record === null) return fail('invitation-not-found');
  if (record.upstream === null) return notOpen(ctx, record);
  const seen = await ctx.directory.getInvitation(record.content.directoryId, record.upstream.id, callOf(ctx));
  if (!seen.ok) return failFromDirectory(seen.error);
  await ctx.ledger.copy([seen.value], await ctx.ledger.now());
  const fresh = (await ctx.ledger.byId(id)) ?? record;
  return fresh.state === 'pending' ? ok(fresh) : notOpen(ctx, fresh);
}

/** Records the revoke (and what follows it), and makes the call. */
export async function revokeThen(
  ctx: Context,
  record: InvitationRecord,
  what: Pick<NewRevoke, 'reissue' | 'reason'>,
): Promise<Result<InvitationRecord>> {
  const claimedAt = beforeClaim(ctx);
  const attempt = await ctx.ledger.recordRevoke(
    {
      ...what,
      invitationId: record.id,
      revokes: record.state === 'pending' ? (record.upstream?.id ?? '') : '',
      actor: humanOf(ctx.actor),
      requestId: ctx.requestId,
      intentAtUpstream: ctx.catalog.upstreamNow(),
    },
    { owner: crypto.randomUUID(), ms: ctx.leaseMs },
  );
  return attempt === null ? fail('busy') : ok(await sendRevoke(ctx, attempt, claimedAt));
}

/** Makes the call of a claimed revoke (and of what follows it), and looks at once when its answer was lost. */
export async function sendRevoke(
  ctx: Context,
  attempt: AttemptRecord,
  claimedAt: ClaimedAt,
): Promise<InvitationRecord> {
  const sent = await sendAttempt(ctx, attempt, claimedAt, true);
  const left = await ctx.ledger.openAttempt(attempt.invitationId);
  if (left?.kind !== 'revoke' || left.attempt.state !== 'unknown') return sent;
  return (await settleRevoke(ctx, left)) ?? sent;
}

/** Why it cannot be revoked, in a fact that the words are made of. */
async function notOpen(ctx: Context, record: InvitationRecord): Promise<{ ok: false; failure: Failure }> {
  const by = await ctx.ledger.revokedBy(record.id);
  const detail =
    record.state === 'revoked' && by !== null
      ? `${by.actor.name} revoked it on ${by.at.toISOString().slice(0, 10)}.`
      : `It is ${record.state}.`;
  return fail('not-open', { detail, existing: await recordView(ctx, record) });
}
