import { z } from 'zod';
import { type Context, callOf } from './context';
import { fail, failFromDirectory, ok, type Result } from './errors';
import type { InvitationView } from './invitation';
import { can, humanOf } from './policy';
import { recordView } from './view';

export const decideSchema = z.strictObject({
  id: z.uuid('This is not an invitation.'),
  /** The one that is ours, or "" for "none of these". */
  upstreamId: z.string().regex(/^[\w.:-]{0,128}$/u, 'This is not an id.'),
});

/**
 * A person's word on an invitation that needs one: which of the candidates it is, or that it is none of them (then the reads
 * decide whether it is sent again).
 *
 * Answers `forbidden`, `invitation-not-found`, `invalid-input` for an id that is no candidate, or an `upstream-…` code.
 */
export async function decide({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof decideSchema>;
}): Promise<Result<InvitationView>> {
  if (!can(ctx.actor, 'invitation.create')) return fail('forbidden');
  const attempt = await ctx.ledger.openAttempt(input.id);
  if (attempt?.attempt.state !== 'needs-person') return fail('invitation-not-found');
  const facts = { actor: humanOf(ctx.actor), requestId: ctx.requestId };
  const now = (await ctx.ledger.now()).getTime();
  if (input.upstreamId === '') {
    const record = await ctx.ledger.apply(attempt.id, { type: 'decided', upstreamId: null, now }, facts);
    return ok(await recordView(ctx, record));
  }
  if (!attempt.attempt.candidates.includes(input.upstreamId)) {
    return fail('invalid-input', { fields: { upstreamId: 'This is none of the invitations in question.' } });
  }
  const seen = await ctx.directory.getInvitation(attempt.directoryId, input.upstreamId, callOf(ctx));
  if (!seen.ok) return failFromDirectory(seen.error);
  const event = { type: 'decided', upstreamId: input.upstreamId, now } as const;
  return ok(await recordView(ctx, await ctx.ledger.apply(attempt.id, event, { ...facts, upstream: seen.value })));
}
