import type { InviteReceipt } from '../action-state';
import { checkChoices } from './choices';
import { type Context, callOf } from './context';
import { type Failure, fail, type Result } from './errors';
import type { InviteInput } from './fields';
import { heldUntil, type InvitationRecord, type NewInvitation } from './ledger';
import { warningsOf } from './lookalike-guard';
import type { LookalikeWarning } from './lookalike-warning';
import { outcomeOf, whenDecided } from './outcome';
import { can, humanOf } from './policy';
import { holdMsOf } from './rules/hold';
import { judge } from './rules/judge';
import { refusalOf } from './rules/refusal';
import { beforeClaim, sendAttempt } from './send-attempt';
import { openInvitation, standingOf } from './standing';
import { withTicket } from './ticket';

/**
 * Sends one invitation, at most once for each submission key, and at most one live one for each person and directory. The
 * same key and content answer the same invitation however often they come and from whichever replica.
 *
 * Where the policy gives time to undo, it is recorded and leaves by itself when that is over; the answer says when.
 *
 * Answers `forbidden`, `invalid-input`, `role-not-grantable`, `too-many-requests`, `submission-reused`, `already-invited`,
 * `policy-denied`, `needs-approval` and `sending-paused` with the policy's reasons, `lookalike` until somebody says why, `outcome-unknown` (ask `checkSubmission`), or one of the `upstream-…` codes, which all mean that nothing was sent.
 */
export async function invite({ ctx, input }: { ctx: Context; input: InviteInput }): Promise<Result<InviteReceipt>> {
  if (!can(ctx.actor, 'invitation.create')) return fail('forbidden');
  const contentHash = await hashOf(ctx.actor.subject, input);
  // A replay is answered before anything is counted or checked: the invitation is what it was, whatever has changed since.
  // Both reads at once: nearly always neither finds anything, and who waits for the one need not wait for the other.
  const [earlier, open] = await Promise.all([ctx.ledger.bySubmission(input.submissionKey), openInvitation(ctx, input)]);
  if (earlier !== null) return sameKey(ctx, earlier, contentHash);

  // Posts of one form that come at once take one together, and give it back when another replica has sent it meanwhile.
  const taking = ctx.rateLimit.take('send', ctx.actor.subject, input.submissionKey);
  let used = true;
  try {
    const [allowance, hindrance] = await Promise.all([taking, whatStandsAgainst(ctx, input, open)]);
    const against = allowance.ok ? hindrance : tooMany(allowance.retryAfterMs);
    const answer =
      against === null ? await judgeAndSend(ctx, input, contentHash) : await hindered(ctx, input, against, contentHash);
    used = !(answer.ok && answer.value.replayed);
    return answer;
  } finally {
    const allowance = await taking;
    if (allowance.ok) await allowance.end({ used });
  }
}

const tooMany = (retryAfterMs: number): Failure => ({ code: 'too-many-requests', retryAfterMs });

const whatStandsAgainst = async (
  ctx: Context,
  input: InviteInput,
  open: InvitationRecord | null,
): Promise<Failure | null> => (await checkChoices(ctx, input)) ?? (await whoIsKnown(ctx, input, open));

/** A policy that is changed while it is asked is asked again, but not for ever. */
const JUDGED_AT_MOST = 5;

/** Judges, records and sends; judges again when the policy, or what its ceilings leave, changed before it was recorded. */
async function judgeAndSend(ctx: Context, input: InviteInput, contentHash: string): Promise<Result<InviteReceipt>> {
  for (let time = 0; time < JUDGED_AT_MOST; time += 1) {
    const judged = await judge(ctx, { content: input, ticket: input.ticket, inviter: ctx.actor }, { fresh: time > 0 });
    if (!judged.ok) return judged;
    const { policy, number } = judged.value;
    const refused = await refusalOf(ctx, judged.value);
    if (refused !== null) return hindered(ctx, input, refused, contentHash);
    const warnings = await warningsOf(ctx, input, policy);
    if (warnings.length > 0 && input.acknowledged === '')
      return hindered(ctx, input, { code: 'lookalike', warnings }, contentHash);
    const intent = await intentOf(ctx, input, {
      contentHash,
      judged: { policy: number, ceilings: policy.ceilings },
      holdMs: holdMsOf(policy),
      warned: warnings.length === 0 ? null : { kinds: kindsOf(warnings), acknowledged: input.acknowledged },
    });
    const sent = await recordAndSend(ctx, intent);
    if (sent !== 'judged-by-older') return sent;
  }
  return fail('busy');
}

const kindsOf = (warnings: readonly LookalikeWarning[]): string[] => [...new Set(warnings.map(({ kind }) => kind))];

/** Another post of this form may have come through while we looked around: what hinders then is its own invitation. */
async function hindered(
  ctx: Context,
  input: InviteInput,
  failure: Failure,
  contentHash: string,
): Promise<Result<InviteReceipt>> {
  const meanwhile = await ctx.ledger.bySubmission(input.submissionKey);
  return meanwhile === null ? { ok: false, failure } : sameKey(ctx, meanwhile, contentHash);
}

/** What stands in the way of inviting this address: who has it already. An override lifts it, for whom may; it is recorded. */
export async function whoIsKnown(
  ctx: Context,
  input: Pick<InviteInput, 'email' | 'directoryId' | 'override'>,
  open?: InvitationRecord | null,
): Promise<Failure | null> {
  const overridable = can(ctx.actor, 'invitation.override');
  if (input.override && overridable) return null;
  const found = await standingOf(ctx, input, open);
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

async function recordAndSend(ctx: Context, intent: NewInvitation): Promise<Result<InviteReceipt> | 'judged-by-older'> {
  const claimedAt = beforeClaim(ctx);
  const recorded = await ctx.ledger.record(intent, { owner: crypto.randomUUID(), ms: ctx.leaseMs });
  switch (recorded.kind) {
    case 'replay':
      return replay(ctx, recorded.record);
    case 'other-content':
      return fail('submission-reused');
    case 'stopped':
      return fail('sending-stopped');
    case 'judged-by-older':
      return recorded.kind;
    case 'live':
      return outcomeOf(ctx, recorded.record, { another: true, replayed: false });
    case 'recorded': {
      const { record, attempt } = recorded;
      // One that is held was claimed by nobody: the schedule sends it when its time has come.
      const now = heldUntil(attempt) === null ? await sendAttempt(ctx, attempt, claimedAt, true) : record;
      return outcomeOf(ctx, now, { another: false, replayed: false });
    }
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

async function intentOf(
  ctx: Context,
  input: InviteInput,
  known: Pick<NewInvitation, 'contentHash' | 'judged' | 'holdMs' | 'warned'>,
): Promise<NewInvitation> {
  const { submissionKey, ticket, purpose, override, acknowledged: _acknowledged, ...rest } = input;
  const sponsor = rest.sponsorUserId === '' ? null : await ctx.catalog.person(rest.sponsorUserId, callOf(ctx));
  return {
    content: { ...rest, purpose: withTicket(purpose, ticket) },
    ticket,
    submissionKey,
    overridden: override && can(ctx.actor, 'invitation.override'),
    ...known,
    sponsorName: sponsor?.ok ? (sponsor.value?.displayName ?? '') : '',
    referenced: ctx.purposeReference,
    actor: humanOf(ctx.actor),
    requestId: ctx.requestId,
    intentAtUpstream: ctx.catalog.upstreamNow(),
  };
}

/** SHA-256 over who sends what, in hex: the same key from another person, or with other content, is another submission. */
async function hashOf(subject: string, input: InviteInput): Promise<string> {
  const { submissionKey: _key, ...content } = input;
  const bytes = new TextEncoder().encode(JSON.stringify([subject, Object.entries(content).sort()]));
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
