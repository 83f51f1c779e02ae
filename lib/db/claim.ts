import 'server-only';
import { eq, sql } from 'drizzle-orm';
import type { AttemptRecord, Lease } from '../invitations/ledger';
import { step } from '../invitations/protocol';
import type { SharedClock, Tx } from './connection';
import { rowAfter } from './follow-row';
import { toAttempt } from './ledger-rows';
import { policyNumberNow } from './policy-book';
import { attempts, installation, invitations } from './schema';
import { batches } from './schema-bulk';

/**
 * Claims an attempt that waits, for whoever is about to send it; null when it may not leave (any more). Two statements, because
 * thousands of rows are claimed one by one: what is asked, and what changes.
 */
export async function claimAttempt(
  tx: Tx,
  clock: SharedClock,
  attemptId: string,
  lease: Lease,
  judgedBy: number | null,
): Promise<AttemptRecord | null> {
  const [found] = await tx
    .select({
      row: attempts,
      at: clock.expression(),
      policy: policyNumberNow,
      stopped: sql<boolean>`(select ${installation.sendingStopped} from ${installation})`,
      goesOn: mayGoOn,
    })
    .from(attempts)
    .where(eq(attempts.id, attemptId))
    .for('update');
  if (found === undefined) return null;
  const { row, at, policy, stopped, goesOn } = found;
  if (stopped || (judgedBy !== null && policy !== judgedBy)) return null;
  if (row.batchId !== null && goesOn !== true) return null;
  const now = at.getTime();
  const next = step(row.protocol, { type: 'claim', owner: lease.owner, now, leaseMs: lease.ms });
  if (next === row.protocol) return null;
  const intentAtUpstream = firstSentAt(row, now);
  const moved = tx
    .$with('moved')
    .as(
      tx
        .update(attempts)
        .set({ state: next.state, protocol: next, intentAtUpstream, updatedAt: at })
        .where(eq(attempts.id, attemptId))
        .returning({ id: attempts.id }),
    );
  const followed = rowAfter(tx, row, next, { at });
  await tx
    .with(moved, ...(followed === null ? [] : [tx.$with('followed').as(followed)]))
    .update(invitations)
    .set({ state: 'sending', updatedAt: at })
    .where(eq(invitations.id, row.invitationId));
  return { ...toAttempt(row), intentAtUpstream, attempt: next };
}

/**
 * From when on an invitation upstream can be what became of an attempt that is claimed now: one that has only waited so far is
 * younger than what others have made meanwhile. What was claimed before may have been made then.
 */
const firstSentAt = (row: typeof attempts.$inferSelect, now: number): Date => {
  const waited = row.updatedAt.getTime() === row.createdAt.getTime() ? now - row.createdAt.getTime() : 0;
  return new Date(row.intentAtUpstream.getTime() + waited);
};

/**
 * A batch that is paused or held lets nothing out, nor does one that was cancelled: but a re-issue between its two steps goes on,
 * or its person would be left with nothing.
 */
const mayGoOn = sql<boolean | null>`(
  select ${batches.state} not in ('paused', 'held') and (${batches.state} <> 'cancelled' or ${batches.kind} = 'reissue')
  from ${batches} where ${batches.id} = ${attempts.batchId})`;
