import type { InviteReceipt } from '../action-state';
import { checkChoices } from './choices';
import { type Context, callOf } from './context';
import { type Failure, fail, type Result } from './errors';
import type { InviteInput } from './fields';
import type { InvitationRecord, NewInvitation } from './ledger';
import { outcomeOf, whenDecided } from './outcome';
import { can, humanOf } from './policy';
import { beforeClaim, sendAttempt } from './send-attempt';
import { standingOf } from './standing';

/**
 * Sends one invitation, at most once for each submission key, and at most one live one for each person and directory. The
 * same key and content answer the same invitation however often they come and from whichever replica.
 *
 * Answers `forbidden`, `invalid-input`, `role-not-grantable`, `too-many-requests`, `submission-reused`, `already-invited`,
 * `outcome-unknown` (ask `checkSubmission`), or one of the `upstream-…` codes, which all mean that nothing was sent.
 */
export async function invite({ ctx, input }: { ctx: Context; input: InviteInput }): Promise<Result<InviteReceipt>> {
  if (!can(ctx.actor, 'invitation.create')) return fail('forbidden');
  const contentHash = await hashOf(ctx.actor.subject, input);
  // A replay is answered before anything is counted or checked: the invitation is what it was, whatever has changed since.
  const earlier = await ctx.ledger.bySubmission(input.submissionKey);
  if (earlier !== null) return sameKey(ctx, earlier, contentHash);

  const allowance = await ctx.rateLimit.take('send', ctx.actor.subject);
  if (!allowance.ok) return fail('too-many-requests', { retryAfterMs: allowance.retryAfterMs });
  const refused = await checkChoices(ctx, input);
  const known = refused ?? (await whoIsKnown(ctx, input));
  if (known !== null) {
    // Another post of this form may have come through while we looked around: what is known then is its own invitation.
    const meanwhile = await ctx.ledger.bySubmission(input.submissionKey);
    return meanwhile === null ? { ok: false, failure: known } : sameKey(ctx, meanwhile, contentHash);
  }
  return recordAndSend(ctx, await intentOf(ctx, input, contentHash));
}

/** What stands in the way of inviting this address: who has it already. An override lifts it, for whom may; it is recorded. */
export async function whoIsKnown(
  ctx: Context,
  input: Pick<InviteInput, 'email' | 'directoryId' | 'override'>,
): Promise<Failure | null> {
  const overridable = can(ctx.actor, 'invitation.override');
  if (input.override && overridable) return null;
  const found = await standingOf(ctx, input);
  switch (found.kind) {
    case 'new':
      return null;
    case 'user':
      return { code: 'already-known', person: found.person, overridable };
    case 'invited':
      // One of Usher's own is no matter of overriding: the ledger refuses the second.
      return found.invitation.ledger?.inviter === null
        ? { code: 'already-known', existing: found.invitation, overridable }
        : { code: 'already-invited', existing: found.invitation };
  }
}

async function recordAndSend(ctx: Context, intent: NewInvitation): Promise<Result<InviteReceipt>> {
  const claimedAt = beforeClaim(ctx);
  const recorded = await ctx.ledger.record(intent, { owner: crypto.randomUUID(), ms: ctx.leaseMs });
  switch (recorded.kind) {
    case 'replay':
      return replay(ctx, recorded.record);
    case 'other-content':
      return fail('submission-reused');
    case 'stopped':
      return fail('sending-stopped');
    case 'live':
      return outcomeOf(ctx, recorded.record, { another: true, replayed: false });
    case 'recorded':
      return outcomeOf(ctx, await sendAttempt(ctx, recorded.attempt, claimedAt, true), {
        another: false,
        replayed: false,
      });
  }
}

/** A key that was recorded before: the same content is a replay, and other content is refused. */
async function sameKey(
  ctx: Context,
  earlier: { record: InvitationRecord; contentHash: string },
  contentHash: string,
): Promise<Result<InviteReceipt>> {
  return earlier.contentHash === contentHash ? replay(ctx, earlier.record) : fail('submission-reused');
}

/** Another post of the same form: waits for the first one's end, and says the same. */
async function replay(ctx: Context, record: InvitationRecord): Promise<Result<InviteReceipt>> {
  return outcomeOf(ctx, await whenDecided(ctx, record), { another: false, replayed: true });
}

async function intentOf(ctx: Context, input: InviteInput, contentHash: string): Promise<NewInvitation> {
  const { submissionKey, ticket, purpose, override, ...rest } = input;
  const sponsor = rest.sponsorUserId === '' ? null : await ctx.catalog.person(rest.sponsorUserId, callOf(ctx));
  return {
    content: { ...rest, purpose: purposeWith(purpose, ticket) },
    ticket,
    submissionKey,
    overridden: override && can(ctx.actor, 'invitation.override'),
    contentHash,
    sponsorName: sponsor?.ok ? (sponsor.value?.displayName ?? '') : '',
    actor: humanOf(ctx.actor),
    requestId: ctx.requestId,
    intentAtUpstream: ctx.catalog.upstreamNow(),
  };
}

/** The upstream has no field for a ticket; at the end of the purpose it stays with the invitation for whoever reads it there. */
export const purposeWith = (purpose: string, ticket: string): string =>
  ticket === '' ? purpose : `${purpose} [${ticket}]`;

/** SHA-256 over who sends what, in hex: the same key from another person, or with other content, is another submission. */
async function hashOf(subject: string, input: InviteInput): Promise<string> {
  const { submissionKey: _key, ...content } = input;
  const bytes = new TextEncoder().encode(JSON.stringify([subject, Object.entries(content).sort()]));
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
