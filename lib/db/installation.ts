import 'server-only';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { type AuditActor, appendAudit } from './audit';
import { type Db, databaseNow, type Queryable, type Tx } from './connection';
import { attempts, installation, invitations } from './schema';
import { batchRows } from './schema-bulk';

/** Facts about this database as a whole. */
export type Installation = {
  /** Another one after each restore or copy: a process that remembers an earlier one must not send. */
  incarnation: string;
  sendingStopped: boolean;
  stoppedBecause: string;
};

/** Ask in the transaction that is about to let something be sent. */
export async function readInstallation(db: Queryable): Promise<Installation> {
  const { incarnation, sendingStopped, stoppedBecause } = installation;
  const [row] = await db.select({ incarnation, sendingStopped, stoppedBecause }).from(installation);
  if (row === undefined) throw new Error('the table installation is empty');
  return row;
}

/**
 * At every start: whether this is still the database that it was. A copy of it (a restored dump, a copied folder, a cloned
 * server) has another place, and sends nothing until `releaseSending`: the original may be alive, and what the copy believes
 * to be unsent may have been sent since.
 */
export async function recogniseInstallation(db: Db): Promise<Installation & { copied: boolean }> {
  return db.transaction(async (tx) => {
    const [row] = await tx.select({ known: installation.place }).from(installation).for('update');
    const place = await placeOf(tx);
    const copied = row !== undefined && row.known !== null && row.known !== place;
    if (copied) await stopAsAnother(tx, 'This database is a copy, or was moved to another server.');
    else if (row?.known !== place) await tx.update(installation).set({ place });
    return { ...(await readInstallation(tx)), copied };
  });
}

/** Makes the database another one, which sends nothing and trusts no open attempt. */
export async function stopAsAnother(tx: Tx, because: string): Promise<void> {
  await tx.update(installation).set({
    incarnation: crypto.randomUUID(),
    sendingStopped: true,
    stoppedBecause: because,
    place: await placeOf(tx),
  });
  await distrustOpenAttempts(tx);
}

export type Release = { outcome: 'released' } | { outcome: 'not-stopped' } | { outcome: 'unsettled'; attempts: number };

/** An administrator says go. Refused while an attempt is not settled: complete reads of the upstream come first. */
export async function releaseSending(tx: Tx, by: { actor: AuditActor; requestId: string }): Promise<Release> {
  const [row] = await tx.select().from(installation).for('update');
  if (row === undefined || !row.sendingStopped) return { outcome: 'not-stopped' };
  const unsettled = await tx.$count(attempts, inArray(attempts.state, ['sending', 'unknown']));
  if (unsettled > 0) return { outcome: 'unsettled', attempts: unsettled };
  await tx.update(installation).set({ sendingStopped: false, stoppedBecause: '' });
  await appendAudit(tx, {
    action: 'sending.released',
    ...by,
    details: { incarnation: row.incarnation, stoppedBecause: row.stoppedBecause },
  });
  return { outcome: 'released' };
}

/** An intent of the past may have been sent after the copy was made: only the upstream can tell. */
async function distrustOpenAttempts(tx: Tx): Promise<void> {
  const now = await databaseNow(tx);
  // Of a row that is in no ledger yet nothing can be told afterwards: the original may have sent it since. An import of it anew
  // looks at the upstream first.
  await tx.update(batchRows).set({ state: 'cancelled', updatedAt: now }).where(eq(batchRows.state, 'waiting'));
  const open = await tx
    .update(attempts)
    .set({
      state: 'unknown',
      protocol: { state: 'unknown', quietFrom: now.getTime(), firstEmptyReadAt: null, dismissed: [] },
    })
    .where(inArray(attempts.state, ['intent', 'sending', 'unknown']))
    .returning({ invitationId: attempts.invitationId });
  if (open.length === 0) return;
  const unsent = tx.select({ id: attempts.invitationId }).from(attempts).where(eq(attempts.state, 'unknown'));
  await tx
    .update(invitations)
    .set({ state: 'unknown' })
    .where(and(inArray(invitations.state, ['intent', 'held', 'queued', 'sending']), inArray(invitations.id, unsent)));
}

/** Cluster, database and, for the embedded server, folder. A standby that takes over keeps all of them. */
async function placeOf(tx: Tx): Promise<string> {
  const { rows } = await tx.execute<{ place: string }>(sql`
    select concat_ws('/',
      case when has_function_privilege('pg_control_system()', 'execute')
           then (select system_identifier::text from pg_control_system()) end,
      (select oid::text from pg_database where datname = current_database()),
      nullif(current_setting('usher.place', true), '')) as place`);
  return rows[0]?.place ?? '';
}
