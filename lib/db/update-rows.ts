import 'server-only';
import { sql } from 'drizzle-orm';
import type { RowState } from '../invitations/bulk/batch';
import type { Tx } from './connection';
import { batchRows } from './schema-bulk';

export type RowUpdate = {
  number: number;
  state: RowState;
  invitationId?: string;
  failureCode?: string;
  failureDetail?: string;
};

/** Moves many rows of a batch in one statement; they travel as one parameter. An invitation that is there stays. */
export async function updateRows(tx: Tx, batchId: string, at: Date, rows: readonly RowUpdate[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    update ${batchRows} set
      state = given.state,
      invitation_id = coalesce(given."invitationId", ${batchRows.invitationId}),
      failure_code = given."failureCode",
      failure_detail = given."failureDetail",
      updated_at = ${at.toISOString()}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as given(number int, state text, "invitationId" uuid, "failureCode" text, "failureDetail" text)
    where ${batchRows.batchId} = ${batchId} and ${batchRows.number} = given.number`);
}
