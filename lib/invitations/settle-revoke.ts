import type { SystemContext } from './context';
import type { AttemptRecord, InvitationRecord } from './ledger';

/** Looks what became of a revoke of unknown outcome: one read of that invitation says it. Null when it could not be read. */
export async function settleRevoke(ctx: SystemContext, attempt: AttemptRecord): Promise<InvitationRecord | null> {
  const answer = await ctx.directory.getInvitation(attempt.directoryId, attempt.revokes, { requestId: ctx.requestId });
  if (!answer.ok) return null;
  return ctx.ledger.apply(
    attempt.id,
    { type: 'seen', status: answer.value.status, upstreamId: attempt.revokes },
    { actor: attempt.actor, requestId: attempt.requestId, upstream: answer.value },
  );
}
