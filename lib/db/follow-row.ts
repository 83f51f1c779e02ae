import 'server-only';
import { and, eq } from 'drizzle-orm';
import type { RowState } from '../invitations/bulk/batch';
import { CALLED_OFF } from '../invitations/ledger';
import type { Attempt } from '../invitations/protocol';
import type { Tx } from './connection';
import type { attempts } from './schema';
import { batchRows } from './schema-bulk';

type AttemptRow = Pick<typeof attempts.$inferSelect, 'batchId' | 'batchRow' | 'invitationId'>;

/** What an attempt’s state is called in its row. `goesOn`: another attempt follows this one. */
function rowState(next: Attempt, goesOn: boolean): RowState {
  switch (next.state) {
    case 'intent':
      return 'queued';
    case 'sending':
      return 'sending';
    case 'unknown':
    case 'needs-person':
      return 'unknown';
    case 'settled':
      return goesOn ? 'queued' : 'done';
    case 'refused':
      if (goesOn) return 'queued';
      return next.code === CALLED_OFF ? 'cancelled' : 'failed';
  }
}

/** The statement by which the row of a batch goes where its attempt goes; null for an attempt that stands by itself. */
export function rowAfter(
  tx: Tx,
  { batchId, batchRow, invitationId }: AttemptRow,
  next: Attempt,
  { at, goesOn = false, detail = '' }: { at: Date; goesOn?: boolean; detail?: string },
) {
  if (batchId === null || batchRow === null) return null;
  const state = rowState(next, goesOn);
  const failed = state === 'failed' && next.state === 'refused';
  return tx
    .update(batchRows)
    .set({
      state,
      invitationId,
      failureCode: failed ? next.code : null,
      failureDetail: failed ? detail : null,
      updatedAt: at,
    })
    .where(and(eq(batchRows.batchId, batchId), eq(batchRows.number, batchRow)))
    .returning({ number: batchRows.number });
}

/** The same, done at once, in the attempt’s transaction. */
export async function followRow(...given: Parameters<typeof rowAfter>): Promise<void> {
  await rowAfter(...given);
}
