import type { CheckOutcome } from '../action-state';
import { type Context, callOf } from './context';
import { fail, failFromDirectory, ok, type Result } from './errors';
import type { CheckInput } from './fields';
import type { InvitationView } from './invitation';
import type { AttemptRecord, InvitationRecord } from './ledger';
import { outcomeOf } from './outcome';
import { can } from './policy';
import { reconcile } from './reconcile';
import { invitationView } from './view';

/** States in which the outcome is still open, and a look upstream can settle it. */
const OPEN = new Set(['intent', 'sending', 'unknown', 'needs-person']);

/**
 * "Check now": looks upstream for what became of a submission whose outcome is open, and settles it when it can. Nothing is
 * sent again before two complete reads, a settle time apart, found none.
 */
export async function checkSubmission({
  ctx,
  input,
}: {
  ctx: Context;
  input: CheckInput;
}): Promise<Result<CheckOutcome>> {
  if (!can(ctx.actor, 'invitation.create')) return fail('forbidden');
  const earlier = await ctx.ledger.bySubmission(input.submissionKey);
  if (earlier === null || earlier.record.sender?.subject !== ctx.actor.subject) return fail('submission-not-found');
  if (!OPEN.has(earlier.record.state)) return found(ctx, earlier.record);

  const allowance = await ctx.rateLimit.take('check', ctx.actor.subject);
  if (!allowance.ok) return fail('too-many-requests', { retryAfterMs: allowance.retryAfterMs });
  const done = await reconcile(ctx);
  const record = (await ctx.ledger.byId(earlier.record.id)) ?? earlier.record;
  if (!OPEN.has(record.state)) return found(ctx, record);
  const problem = done?.problems.get(record.content.directoryId);
  if (problem !== undefined) return failFromDirectory(problem);
  return stillOpen(ctx, record);
}

async function found(ctx: Context, record: InvitationRecord): Promise<Result<CheckOutcome>> {
  if (record.state === 'failed' && record.failure?.code !== 'policy-denied')
    return ok({ kind: 'refused', why: record.failure?.detail ?? '' });
  const outcome = await outcomeOf(ctx, record, { another: false, replayed: true });
  return outcome.ok ? ok({ kind: 'found', receipt: outcome.value }) : outcome;
}

async function stillOpen(ctx: Context, record: InvitationRecord): Promise<Result<CheckOutcome>> {
  const now = await ctx.ledger.now();
  const attempt = await ctx.ledger.openAttempt(record.id);
  if (attempt?.attempt.state === 'needs-person') {
    return ok({ kind: 'unclear', candidates: await candidateViews(ctx, attempt, attempt.attempt.candidates) });
  }
  return ok({ kind: 'not-yet', checkedAt: now.toISOString(), settledAt: settlesAt(ctx, attempt, now).toISOString() });
}

/** When the second of the two reads may be, at the earliest; the lease's end where it has not come to the first. */
function settlesAt(ctx: Context, attempt: AttemptRecord | null, now: Date): Date {
  if (attempt?.attempt.state !== 'unknown') return new Date(now.getTime() + ctx.leaseMs);
  const { firstEmptyReadAt, quietFrom } = attempt.attempt;
  return new Date((firstEmptyReadAt ?? Math.max(quietFrom, now.getTime())) + ctx.settleMs);
}

async function candidateViews(ctx: Context, attempt: AttemptRecord, ids: readonly string[]): Promise<InvitationView[]> {
  const { directoryId } = attempt;
  const answers = await Promise.all(ids.map((id) => ctx.directory.getInvitation(directoryId, id, callOf(ctx))));
  return Promise.all(answers.flatMap((answer) => (answer.ok ? [invitationView(ctx, answer.value)] : [])));
}
