import { callOf, type SystemContext } from './context';
import type { InvitationRecord } from './ledger';
import { isLive } from './ledger-states';

/** A page that is looked at must not wait for a slow upstream: then it says how old the copy is. */
const PATIENCE_MS = 3_000;
/** What was seen this lately is as good as read again. */
const FRESH_MS = 5_000;

/**
 * The record after reading the invitation again by its id upstream, as far as that is possible soon. What is over, or not
 * there yet, is not asked for. `reached` says whether the answer is as good as the upstream's own.
 */
export async function readAgain(
  ctx: SystemContext,
  record: InvitationRecord,
  now: Date,
): Promise<{ record: InvitationRecord; reached: boolean }> {
  if (record.upstream === null || !isLive(record.state)) return { record, reached: true };
  if (record.seenAt !== null && now.getTime() - record.seenAt.getTime() < FRESH_MS) return { record, reached: true };
  const seen = await ctx.directory.getInvitation(record.content.directoryId, record.upstream.id, {
    ...callOf(ctx),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!seen.ok) return { record, reached: false };
  await ctx.ledger.copy([seen.value], now);
  return { record: (await ctx.ledger.byId(record.id)) ?? record, reached: true };
}
