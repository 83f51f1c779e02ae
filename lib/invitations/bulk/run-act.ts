import { callOf, type SystemContext } from '../context';
import { type DirectoryErrorCode, FROM_DIRECTORY } from '../errors';
import type { InvitationRecord, NewRevoke } from '../ledger';
import { inviterOf, judge } from '../rules/judge';
import { refusalOf } from '../rules/refusal';
import { beforeClaim, sendAttempt } from '../send-attempt';
import { withoutTicket } from '../ticket';
import type { Batch, BatchRow } from './batch';
import type { RowEnd } from './runs';

/** Over, without anybody having come in: there is nothing to revoke, and it can be made anew. */
const OVER: ReadonlySet<InvitationRecord['state']> = new Set(['expired', 'revoked', 'failed']);

/**
 * Revokes the invitation that a row is about, or sends it again, by the ledger’s resumable operation. It is read again by its
 * id before anything is done. What cannot be done ends the row with its code.
 */
export async function actOnRow(ctx: SystemContext, batch: Batch, row: BatchRow): Promise<void> {
  const end = await acted(ctx, batch, row);
  if (end !== null) await ctx.runs.end(batch.id, row.number, end);
}

/** Null when an attempt was recorded, and the row goes where that goes; or when it waits on. */
async function acted(ctx: SystemContext, batch: Batch, row: BatchRow): Promise<RowEnd | null> {
  const record = await current(ctx, batch, row.targetId ?? '');
  if (record === null || 'code' in record) return record;
  const again = batch.kind === 'reissue' ? await reissueOf(ctx, batch, record) : null;
  if (again !== null && 'code' in again) return again;
  const claimedAt = beforeClaim(ctx);
  const attempt = await ctx.ledger.recordRevoke(
    {
      reissue: again,
      reason: batch.reason,
      invitationId: record.id,
      revokes: record.state === 'pending' ? (record.upstream?.id ?? '') : '',
      referenced: ctx.purposeReference,
      batch: { id: batch.id, row: row.number },
      actor: batch.actor,
      requestId: batch.requestId,
      intentAtUpstream: ctx.catalog.upstreamNow(),
    },
    { owner: crypto.randomUUID(), ms: ctx.leaseMs },
  );
  // Another policy meanwhile: the row still waits, and is taken again.
  if (attempt === 'judged-by-older') return null;
  if (attempt === null) return failed('busy');
  await sendAttempt(ctx, attempt, claimedAt, false);
  return null;
}

type Failed = Extract<RowEnd, { state: 'failed' }>;
const failed = (code: string, detail = ''): Failed => ({ state: 'failed', code, detail });

/** The upstream could not be asked just now: that says nothing of the row, which waits on. */
const LATER: ReadonlySet<DirectoryErrorCode> = new Set(['rate-limited', 'unavailable', 'timed-out', 'unauthenticated']);

/** The invitation as the upstream has it now, when something can be done with it; null when that is not to be had just now. */
async function current(ctx: SystemContext, batch: Batch, id: string): Promise<InvitationRecord | Failed | null> {
  const record = await ctx.ledger.byId(id);
  if (record === null) return failed('invitation-not-found');
  if (batch.kind === 'reissue' && OVER.has(record.state)) return record;
  if (record.upstream === null) return failed('not-open', `It is ${record.state}.`);
  const seen = await ctx.directory.getInvitation(record.content.directoryId, record.upstream.id, callOf(ctx));
  if (!seen.ok && LATER.has(seen.error.code)) return null;
  if (!seen.ok) return failed(FROM_DIRECTORY[seen.error.code], seen.error.message);
  await ctx.ledger.copy([seen.value], await ctx.ledger.now());
  const fresh = (await ctx.ledger.byId(id)) ?? record;
  const may = fresh.state === 'pending' || (batch.kind === 'reissue' && OVER.has(fresh.state));
  return may ? fresh : failed('not-open', `It is ${fresh.state}.`);
}

/** The same again, as far as the policy lets it: what went out before needs no second approval. */
async function reissueOf(
  ctx: SystemContext,
  batch: Batch,
  { content, ticket, state, upstream }: InvitationRecord,
): Promise<NonNullable<NewRevoke['reissue']> | Failed> {
  const asBefore = state !== 'failed' && upstream !== null;
  const judged = await judge(
    ctx,
    {
      content: { ...content, purpose: withoutTicket(content.purpose, ticket) },
      ticket,
      inviter: inviterOf(batch.actor),
    },
    { fresh: true },
  );
  if (!judged.ok) return failed(judged.failure.code, judged.failure.detail ?? '');
  const { policy, number } = judged.value;
  const refused = await refusalOf(ctx, judged.value);
  if (refused !== null && !(refused.code === 'needs-approval' && asBefore))
    return failed(refused.code, refused.detail ?? '');
  const sponsor = content.sponsorUserId === '' ? null : await ctx.catalog.person(content.sponsorUserId, callOf(ctx));
  return {
    content,
    ticket,
    sponsorName: sponsor?.ok ? (sponsor.value?.displayName ?? '') : '',
    asBefore,
    judged: { policy: number, ceilings: policy.ceilings },
  };
}
