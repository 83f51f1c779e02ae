import type { CheckOutcome } from '../action-state';
import type { Context } from './context';
import { fail, failFromDirectory, ok, type Result } from './errors';
import type { CheckInput } from './fields';
import { settled } from './invite';
import { couldBe } from './match';
import { can } from './policy';
import type { SubmissionOutcome } from './ports';
import { findByEmail } from './read-back';
import { invitationView } from './view';

/**
 * "Check now": looks upstream for what became of a submission whose outcome was unknown. Sends nothing, ever.
 *
 * A request may still commit after a read found nothing, so "never arrived" is said only when two complete reads, at
 * least the settle time apart and both later than the sending, found none.
 */
export async function checkSubmission({
  ctx,
  input,
}: {
  ctx: Context;
  input: CheckInput;
}): Promise<Result<CheckOutcome>> {
  if (!can(ctx.actor, 'invitation.create')) return fail('forbidden');
  const outcome = ctx.submissions.find(input.submissionKey, ctx.actor.subject);
  if (outcome === null) return fail('submission-not-found');
  if (outcome.state === 'settled') {
    const invitedBy = { name: ctx.actor.name, email: ctx.actor.email };
    return ok({ kind: 'found', receipt: { invitation: outcome.invitation, invitedBy, replayed: true } });
  }

  const allowance = await ctx.rateLimit.take('check', ctx.actor.subject);
  if (!allowance.ok) return fail('too-many-requests', { retryAfterMs: allowance.retryAfterMs });
  const readAt = ctx.clock.now();
  const read = await findByEmail(ctx, outcome.sent);
  if (!read.ok) return failFromDirectory(read.error);
  const candidates = read.found.filter((each) => couldBe(each, outcome.sent, outcome.sentAtUpstream));
  const [only] = candidates;
  if (only === undefined) return ok(nothingFound(ctx, input.submissionKey, outcome, readAt));
  if (candidates.length > 1) {
    const views = await Promise.all(candidates.map((each) => invitationView(ctx, each)));
    return ok({ kind: 'unclear', candidates: views });
  }
  const result = await settled(ctx, only, false);
  ctx.submissions.record(input.submissionKey, { state: 'settled', invitation: result.value.invitation });
  ctx.log.info('invitation.adopted', { invitationId: only.id });
  return ok({ kind: 'found', receipt: result.value });
}

function nothingFound(
  ctx: Context,
  key: string,
  outcome: SubmissionOutcome & { state: 'unknown' },
  readAt: Date,
): CheckOutcome {
  const firstEmptyReadAt = outcome.firstEmptyReadAt ?? readAt;
  const settledAt = firstEmptyReadAt.getTime() + ctx.settleMs;
  const checkedAt = readAt.toISOString();
  if (readAt.getTime() >= settledAt) {
    ctx.submissions.release(key);
    ctx.log.info('invitation.never-arrived');
    return { kind: 'never-arrived', checkedAt };
  }
  ctx.submissions.record(key, { ...outcome, firstEmptyReadAt });
  return { kind: 'not-yet', checkedAt, settledAt: new Date(settledAt).toISOString() };
}
