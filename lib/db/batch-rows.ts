import 'server-only';
import type { Batch, BatchRow } from '../invitations/bulk/batch';
import type { NewRow } from '../invitations/bulk/batches';
import { parseEmail } from '../invitations/email';
import type { batches, batchRows } from './schema-bulk';

/** A row of the table as the core knows it. */
export function toBatch(row: typeof batches.$inferSelect): Batch {
  const { actorSubject, actorName, actorEmail, actorRole, updatedAt: _updatedAt, ...rest } = row;
  return { ...rest, actor: { subject: actorSubject, name: actorName, email: actorEmail, role: actorRole } };
}

export function toBatchRow(row: typeof batchRows.$inferSelect): BatchRow {
  const { batchId: _batch, emailKey: _key, failureCode, failureDetail, updatedAt: _updatedAt, ...rest } = row;
  return { ...rest, failure: failureCode === null ? null : { code: failureCode, detail: failureDetail ?? '' } };
}

/** By which a row's person is found among users, invitations and the other rows; "" for what is no address. */
export function rowKey(email: string): string {
  const parsed = parseEmail(email);
  return parsed.ok ? parsed.key : '';
}

export const newRow = (batchId: string, row: NewRow) => ({
  ...row,
  batchId,
  emailKey: rowKey(row.content.email),
});
