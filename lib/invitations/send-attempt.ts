import { afterConflict } from './conflict';
import type { SystemContext } from './context';
import type { DirectoryError } from './errors';
import { type AttemptRecord, type InvitationRecord, leaseOwner } from './ledger';
import type { Answer, Call, UpstreamInvitation } from './ports';
import { type Event, RULES } from './protocol';
import { withReference } from './reference';

/** When the upstream says "slow down" without saying for how long. */
const USUAL_PAUSE_MS = 1_000;
/** Nothing was sent because the upstream could not be reached; when nobody waits for the answer, it is tried again. */
const UNREACHED_PAUSE_MS = 5_000;
const UNREACHED = new Set(['unavailable', 'timed-out', 'unauthenticated']);

/** The clocks, read before a claim: the lease then ends here no later than in the database. */
export type ClaimedAt = { wall: Date; monotonicMs: number };
export const beforeClaim = (ctx: SystemContext): ClaimedAt => ({
  wall: ctx.clock.now(),
  monotonicMs: ctx.clock.monotonicMs(),
});

/**
 * Makes the one call of a claimed attempt and records what came of it: the only place from which anything with an effect
 * leaves for the upstream. `attended` says whether somebody waits for the answer and will decide whether to try again.
 *
 * The lease is looked at last, by wall and monotonic clock, right before the request is handed to the network, and the
 * request is given up when it ends: a process that was paused sends nothing late.
 */
export async function sendAttempt(
  ctx: SystemContext,
  attempt: AttemptRecord,
  claimedAt: ClaimedAt,
  attended: boolean,
): Promise<InvitationRecord> {
  const { leaseMs, clock } = ctx;
  const answer = await callUpstream(ctx, attempt, {
    requestId: attempt.requestId,
    signal: AbortSignal.timeout(Math.max(0, Math.floor(claimedAt.monotonicMs + leaseMs - clock.monotonicMs()))),
    mayStillSend: () =>
      RULES.mayOpenSocket(claimedAt.wall.getTime() + leaseMs, clock.now().getTime()) &&
      RULES.mayOpenSocket(claimedAt.monotonicMs + leaseMs, clock.monotonicMs()),
  });
  const facts = { actor: attempt.actor, requestId: attempt.requestId };
  if (answer.ok) {
    const event: Event = { type: 'answered', upstreamId: answer.value.id };
    const record = await ctx.ledger.apply(attempt.id, event, { ...facts, upstream: answer.value });
    return continued(ctx, attempt, record, attended);
  }
  if (answer.error.code === 'conflict' && attempt.kind === 'create') {
    const { event, upstream, inTheWay } = await afterConflict(ctx, attempt, attempt.content);
    const record = await ctx.ledger.apply(attempt.id, event, { ...facts, failure: answer.error, ...upstream });
    // Copied once ours is over, so that the desk can show what is in the way.
    await ctx.ledger.copy(inTheWay, await ctx.ledger.now());
    return record;
  }
  const event = await eventOf(ctx, attempt, answer.error, attended);
  return ctx.ledger.apply(attempt.id, event, { ...facts, failure: answer.error });
}

/** A re-issue goes on with its create as soon as its revoke is done. */
async function continued(
  ctx: SystemContext,
  attempt: AttemptRecord,
  record: InvitationRecord,
  attended: boolean,
): Promise<InvitationRecord> {
  if (attempt.kind === 'create' || attempt.content === null) return record;
  const next = await ctx.ledger.openAttempt(record.id);
  if (next === null) return record;
  const claimedAt = beforeClaim(ctx);
  const claimed = await ctx.ledger.claim(next.id, { owner: crypto.randomUUID(), ms: ctx.leaseMs });
  return claimed === null ? record : sendAttempt(ctx, claimed, claimedAt, attended);
}

function callUpstream(ctx: SystemContext, attempt: AttemptRecord, call: Call): Promise<Answer<UpstreamInvitation>> {
  if (attempt.kind === 'revoke') return ctx.directory.revokeInvitation(attempt.directoryId, attempt.revokes, call);
  if (attempt.content === null) throw new Error(`attempt ${attempt.id} has nothing to create`);
  const purpose = withReference(attempt.content.purpose, attempt.reference);
  return ctx.directory.createInvitation({ ...attempt.content, purpose }, call);
}

/** What a failed call means for the attempt. Only what is proven to have had no effect is anything but "lost". */
async function eventOf(
  ctx: SystemContext,
  attempt: AttemptRecord,
  error: DirectoryError,
  attended: boolean,
): Promise<Event> {
  const owner = leaseOwner(attempt);
  const now = (await ctx.ledger.now()).getTime();
  switch (error.code) {
    case 'outcome-unknown':
      return { type: 'lost', owner, now };
    case 'precondition':
      // A revoke that is refused may have been done before: look. A create that is refused was refused.
      return attempt.kind === 'revoke' ? { type: 'lost', owner, now } : { type: 'refused', owner, code: error.code };
    case 'rate-limited':
      return { type: 'slow-down', owner, notBefore: now + (error.retryAfterMs ?? USUAL_PAUSE_MS) };
    default:
      return !attended && UNREACHED.has(error.code)
        ? { type: 'slow-down', owner, notBefore: now + UNREACHED_PAUSE_MS }
        : { type: 'refused', owner, code: error.code };
  }
}
