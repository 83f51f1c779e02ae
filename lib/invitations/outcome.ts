import type { InviteReceipt } from '../action-state';
import type { Context } from './context';
import { emailKey } from './email';
import { DIRECTORY_ERROR_CODES, type DirectoryErrorCode, fail, failFromDirectory, ok, type Result } from './errors';
import type { InvitationRecord } from './ledger';
import { recordView } from './view';

/** States in which a sender is at work, so that an answer is a moment away. */
const MOMENTARY = new Set(['intent', 'sending']);
const POLL_MS = 100;

/** The record once its sender has an answer, or as it stands when a lease's time has gone by. */
export async function whenDecided(ctx: Context, record: InvitationRecord): Promise<InvitationRecord> {
  const until = ctx.clock.monotonicMs() + ctx.leaseMs;
  let current = record;
  while (MOMENTARY.has(current.state) && ctx.clock.monotonicMs() < until) {
    await new Promise((resume) => setTimeout(resume, POLL_MS));
    current = (await ctx.ledger.byId(record.id)) ?? current;
  }
  return current;
}

/**
 * What a form is told of an invitation in the ledger. One that `another` submission made is in the way, not the answer;
 * `replayed` says that this one had been answered before.
 */
export async function outcomeOf(
  ctx: Context,
  record: InvitationRecord,
  { replayed, another }: { replayed: boolean; another: boolean },
): Promise<Result<InviteReceipt>> {
  if (another) return fail('already-invited', { existing: await recordView(ctx, record) });
  switch (record.state) {
    case 'failed':
      return failedAs(ctx, record);
    case 'unknown':
    case 'reissuing':
    case 'needs-person':
      return fail('outcome-unknown');
    case 'intent':
    case 'queued':
    case 'sending':
      return fail('waiting-to-be-sent');
    default:
      return ok({ invitation: await recordView(ctx, record), invitedBy: inviter(ctx, record), replayed });
  }
}

async function failedAs(ctx: Context, record: InvitationRecord): Promise<Result<never>> {
  if (record.failure?.code === 'policy-denied') return fail('policy-denied', { detail: record.failure.detail });
  // Nothing was sent: the policy had become stricter before it could leave.
  if (record.failure?.code === 'policy-changed') return fail('policy-denied');
  const code = DIRECTORY_ERROR_CODES.find((known): known is DirectoryErrorCode => known === record.failure?.code);
  if (code === undefined) return fail('unexpected');
  const inTheWay =
    code === 'conflict'
      ? await ctx.ledger.openOutside(
          record.content.directoryId,
          emailKey(record.content.email),
          ctx.catalog.upstreamNow(),
        )
      : null;
  if (inTheWay !== null) return fail('upstream-conflict', { existing: await recordView(ctx, inTheWay) });
  return failFromDirectory({ code, message: record.failure?.detail ?? '' });
}

const inviter = (ctx: Context, record: InvitationRecord) => ({
  name: record.sender?.name ?? ctx.actor.name,
  email: record.sender?.email ?? ctx.actor.email,
});
