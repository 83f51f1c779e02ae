import 'server-only';
import { and, eq, inArray, or, sql } from 'drizzle-orm';
import type { RowContent } from '../invitations/bulk/batch';
import type { Tx } from './connection';
import { batches, batchRows } from './schema-bulk';

/** What is about to be sent cannot lose the person it goes to. */
export class WaitingRow extends Error {
  override name = 'WaitingRow';
  constructor(readonly id: string) {
    super(`An import (${id}) is about to invite this person. Cancel it, or wait until it has ended, and erase then.`);
  }
}

const nobody = (name: string): RowContent => ({
  email: '',
  displayName: name,
  directoryId: null,
  roleIds: null,
  sponsorUserId: null,
  purpose: null,
  ticket: null,
});

/**
 * Erases an invited person from the rows of imports, also from those whose cells name them where no address could be read. A
 * row that never ran is left out from then on. Answers how many.
 */
export async function eraseFromBatches(tx: Tx, emailKey: string, name: string): Promise<number> {
  const theirs = or(
    eq(batchRows.emailKey, emailKey),
    sql`strpos(lower(${batchRows.cells}::text || ${batchRows.given}::text), ${emailKey}) > 0`,
  );
  const [waiting] = await tx
    .select({ id: batchRows.batchId })
    .from(batchRows)
    .where(and(theirs, inArray(batchRows.state, ['waiting', 'queued', 'sending', 'unknown'])))
    .limit(1);
  if (waiting !== undefined) throw new WaitingRow(waiting.id);
  const gone = await tx
    .update(batchRows)
    .set({
      cells: [],
      content: nobody(name),
      emailKey: '',
      given: {},
      problems: {},
      acknowledged: '',
      finding: {},
      failureDetail: null,
      leftOut: sql`${batchRows.leftOut} or ${batchRows.state} = 'draft'`,
    })
    .where(theirs)
    .returning({ number: batchRows.number });
  return gone.length;
}

/** Erases a user of Usher from the imports that they made, and from what is said of them in the plans of others. */
export async function eraseImporter(tx: Tx, subject: string, as: { subject: string; name: string }): Promise<void> {
  const made = await tx
    .update(batches)
    .set({ actorSubject: as.subject, actorName: as.name, actorEmail: '' })
    .where(eq(batches.actorSubject, subject))
    .returning({ id: batches.id });
  if (made.length === 0) return;
  await tx
    .update(batchRows)
    .set({ acknowledged: '' })
    .where(
      inArray(
        batchRows.batchId,
        made.map(({ id }) => id),
      ),
    );
}
