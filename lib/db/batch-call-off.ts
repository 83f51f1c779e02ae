import 'server-only';
import { and, eq, inArray } from 'drizzle-orm';
import type { Batch } from '../invitations/bulk/batch';
import type { By } from '../invitations/bulk/runs';
import { CALLED_OFF } from '../invitations/ledger';
import { appendAudit } from './audit';
import { inChunks } from './batch-record';
import type { Tx } from './connection';
import { attempts, invitations } from './schema';
import { batchRows } from './schema-bulk';

/**
 * Calls off all rows of a batch that have not left: those in no ledger yet, and intents that wait. What is under way goes on to
 * its end, and so does a re-issue whose revoke is done: stopped there, its person would be left with nothing. Answers how many.
 */
export async function callOff(tx: Tx, batch: Batch, at: Date, by: By): Promise<number> {
  const waiting = await tx
    .update(batchRows)
    .set({ state: 'cancelled', updatedAt: at })
    .where(and(eq(batchRows.batchId, batch.id), eq(batchRows.state, 'waiting')))
    .returning({ number: batchRows.number });
  if (batch.kind !== 'invite') return waiting.length;
  const code = CALLED_OFF;
  const stopped = await tx
    .update(attempts)
    .set({
      state: 'refused',
      protocol: { state: 'refused', code },
      failureCode: code,
      failureDetail: '',
      updatedAt: at,
    })
    .where(and(eq(attempts.batchId, batch.id), eq(attempts.state, 'intent')))
    .returning({ invitationId: attempts.invitationId });
  for (const chunk of inChunks(stopped)) {
    const ids = chunk.map(({ invitationId }) => invitationId);
    const gone = await tx
      .update(invitations)
      .set({ state: 'cancelled', failureCode: code, failureDetail: '', updatedAt: at })
      .where(inArray(invitations.id, ids))
      .returning();
    await tx
      .update(batchRows)
      .set({ state: 'cancelled', updatedAt: at })
      .where(and(eq(batchRows.batchId, batch.id), inArray(batchRows.invitationId, ids)));
    await appendAudit(
      tx,
      gone.map((row) => ({
        action: 'invitation.called-off',
        invitationId: row.id,
        requestId: by.requestId,
        actor: by.actor,
        target: { key: row.emailKey, email: row.email, name: row.displayName },
        details: { batch: batch.id },
      })),
    );
  }
  return waiting.length + stopped.length;
}
