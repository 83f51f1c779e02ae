import { callOf, type SystemContext } from './context';
import type { Seen } from './desk';
import type { InvitationRecord } from './ledger';
import { isLive } from './ledger-states';

/** A page that is looked at must not wait for a slow upstream: then it says how old the copy is. */
const PATIENCE_MS = 3_000;
/** What was seen this lately is as good as read again. */
const FRESH_MS = 5_000;

/**
 * The record after reading the invitation again by its id upstream, as far as that is possible soon. What is over, or not
 * there yet, is not asked for.
 */
export async function readAgain(
  ctx: SystemContext,
  record: InvitationRecord,
  now: Date,
): Promise<{ record: InvitationRecord; seen: Seen }> {
  if (record.upstream === null || !isLive(record.state)) return { record, seen: 'now' };
  if (record.seenAt !== null && now.getTime() - record.seenAt.getTime() < FRESH_MS) return { record, seen: 'now' };
  const answer = await ctx.directory.getInvitation(record.content.directoryId, record.upstream.id, {
    ...callOf(ctx),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!answer.ok) return { record, seen: answer.error.code === 'not-found' ? 'gone' : 'before' };
  await ctx.ledger.copy([answer.value], now);
  return { record: (await ctx.ledger.byId(record.id)) ?? record, seen: 'now' };
}
