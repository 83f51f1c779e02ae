import type { InviteReceipt } from '../action-state';
import { checkChoices } from './choices';
import { type Context, callOf } from './context';
import { type Failure, fail, failFromDirectory, ok, type Result } from './errors';
import type { InviteInput } from './fields';
import { couldBe } from './match';
import { can } from './policy';
import type { CreateInvitation, SubmissionOutcome, UpstreamInvitation } from './ports';
import { findByEmail } from './read-back';
import { invitationView } from './view';

/**
 * Sends one invitation, at most once for each submission key. The same key and content answer the same invitation
 * however often they come; the same key with other content is refused.
 *
 * Answers `forbidden`, `invalid-input`, `role-not-grantable`, `too-many-requests`, `submission-reused`,
 * `outcome-unknown` (ask `checkSubmission`), or one of the `upstream-…` codes, which all mean that nothing was sent.
 */
export async function invite({ ctx, input }: { ctx: Context; input: InviteInput }): Promise<Result<InviteReceipt>> {
  if (!can(ctx.actor, 'invitation.create')) return fail('forbidden');
  const { submissionKey: key, ...content } = input;
  const claim = ctx.submissions.claim(key, ctx.actor.subject, JSON.stringify(content));
  if (claim.kind === 'other-content') return fail('submission-reused');
  if (claim.kind === 'known') return replay(ctx, claim.outcome);
  if (claim.kind === 'in-progress') {
    const outcome = await claim.done;
    return outcome === null ? fail('submission-in-progress') : replay(ctx, outcome);
  }

  const ready = await prepare(ctx, input);
  if (!ready.ok) {
    ctx.submissions.release(key);
    return ready;
  }
  return send(ctx, key, ready.value);
}

/** Everything that can be refused before anything leaves us. */
async function prepare(ctx: Context, input: InviteInput): Promise<Result<CreateInvitation>> {
  const allowance = await ctx.rateLimit.take('send', ctx.actor.subject);
  if (!allowance.ok) return fail('too-many-requests', { retryAfterMs: allowance.retryAfterMs });
  const refused = await checkChoices(ctx, input);
  if (refused !== null) return { ok: false, failure: refused };
  const { submissionKey: _key, ticket, purpose, ...rest } = input;
  // The upstream has no field for a ticket; at the end of the purpose it stays with the invitation for whoever reads it there.
  return ok({ ...rest, purpose: ticket === '' ? purpose : `${purpose} [${ticket}]` });
}

async function send(ctx: Context, key: string, content: CreateInvitation): Promise<Result<InviteReceipt>> {
  const sentAt = ctx.clock.now();
  const unknown: SubmissionOutcome = {
    state: 'unknown',
    sent: content,
    sentAt,
    sentAtUpstream: ctx.catalog.upstreamNow(),
    firstEmptyReadAt: null,
  };
  // Recorded before the call and only then corrected: whatever throws from here on, the key stays "unknown", never "free".
  let outcome: SubmissionOutcome | null = unknown;
  try {
    const answer = await ctx.directory.createInvitation(content, callOf(ctx));
    if (answer.ok) {
      const result = await settled(ctx, answer.value, false);
      outcome = { state: 'settled', invitation: result.value.invitation };
      ctx.log.info('invitation.sent', { invitationId: answer.value.id, directoryId: content.directoryId });
      return result;
    }
    if (answer.error.code === 'outcome-unknown') {
      ctx.log.warn('invitation.outcome-unknown', { reason: answer.error.message });
      return fail('outcome-unknown', { detail: answer.error.message });
    }
    if (answer.error.code === 'conflict') {
      const resolved = await resolveConflict(ctx, content, unknown.sentAtUpstream);
      outcome = resolved.ok ? { state: 'settled', invitation: resolved.value.invitation } : null;
      return resolved;
    }
    outcome = null;
    return failFromDirectory(answer.error);
  } finally {
    if (outcome === null) ctx.submissions.release(key);
    else ctx.submissions.record(key, outcome);
  }
}

/**
 * The upstream says that this person already has an open invitation. It may be ours (a proxy that sent the request twice),
 * so look before saying so; when it is another's, that one is shown.
 */
async function resolveConflict(
  ctx: Context,
  content: CreateInvitation,
  sentAtUpstream: Date,
): Promise<Result<InviteReceipt>> {
  const read = await findByEmail(ctx, { ...content, statuses: ['pending'] });
  if (!read.ok) return fail('upstream-conflict');
  const ours = read.found.filter((each) => couldBe(each, content, sentAtUpstream));
  const [only] = ours;
  if (only !== undefined && ours.length === 1) return settled(ctx, only, false);
  const [existing] = read.found;
  const more: Omit<Failure, 'code'> = existing === undefined ? {} : { existing: await invitationView(ctx, existing) };
  return fail('upstream-conflict', more);
}

/** How an earlier post of the same form ended, said again. */
function replay(ctx: Context, outcome: SubmissionOutcome): Result<InviteReceipt> {
  if (outcome.state === 'unknown') return fail('outcome-unknown');
  return ok({ invitation: outcome.invitation, invitedBy: human(ctx), replayed: true });
}

export async function settled(
  ctx: Context,
  invitation: UpstreamInvitation,
  replayed: boolean,
): Promise<{ ok: true; value: InviteReceipt }> {
  return {
    ok: true,
    value: { invitation: await invitationView(ctx, invitation), invitedBy: human(ctx), replayed },
  };
}

const human = (ctx: Context) => ({ name: ctx.actor.name, email: ctx.actor.email });
