import 'server-only';
import { and, eq, notInArray, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { emailKey } from '../invitations/email';
import { FINAL_STATES, type LedgerState } from '../invitations/ledger-states';
import type { UpstreamInvitation } from '../invitations/ports';
import { type AuditEntry, appendAudit } from './audit';
import type { Db, Tx } from './connection';
import { insertMany } from './insert-many';
import { upstreamColumns } from './ledger-rows';
import { attempts, invitations, people } from './schema';
import { inTransaction } from './transaction';

type Row = typeof invitations.$inferSelect;

/** The ledger's word for what the upstream says. What we do not know may still be open. */
const stateFor = (seen: UpstreamInvitation): LedgerState => (seen.status === 'unrecognised' ? 'pending' : seen.status);

/** The states that the upstream's word decides; one that is on its way somewhere is left to whoever moves it. */
const SETTLED: ReadonlySet<LedgerState> = new Set(['pending', 'accepted', 'revoked', 'expired']);

/**
 * Copies what the upstream says of invitations into the ledger: a change of one we know with its audit entry, and those made
 * outside Usher as rows of their own. `at` is when the upstream was asked, or a moment before: what was learned of one since
 * is newer and stays.
 */
export async function copyInvitations(
  db: Db,
  seen: readonly UpstreamInvitation[],
  at: Date,
): Promise<{ added: number; changed: number }> {
  if (seen.length === 0) return { added: 0, changed: 0 };
  return inTransaction(db, async (tx) => {
    const known = await rowsOf(tx, seen);
    const entries: AuditEntry[] = [];
    const unchanged: string[] = [];
    for (const each of seen) {
      const row = known.get(each.id);
      if (row === undefined || isNewer(row, at)) continue;
      const moves = SETTLED.has(row.state) && row.state !== stateFor(each);
      if (!moves && isSame(row, each)) unchanged.push(row.id);
      else await update(tx, row, each, at, moves);
      if (moves) entries.push(entryOf(row, each));
    }
    if (unchanged.length > 0) await tx.update(invitations).set({ seenAt: at }).where(anyOf(invitations.id, unchanged));
    const outside = await fromOutside(
      tx,
      seen.filter((each) => !known.has(each.id)),
    );
    const names = await sponsorNames(tx, outside);
    await insertMany(
      tx,
      invitations,
      outside.map((each) => ({ ...outsideRow(each, at), sponsorName: names.get(each.sponsorUserId) ?? '' })),
    );
    await appendAudit(tx, entries);
    return { added: outside.length, changed: entries.length };
  });
}

/** As `inArray`, in one parameter however many there are. */
const anyOf = (column: PgColumn, values: string[]): SQL =>
  sql`${column} = any(${sql.param(values)}::${sql.raw(column.getSQLType())}[])`;

async function rowsOf(tx: Tx, seen: readonly UpstreamInvitation[]): Promise<Map<string, Row>> {
  const ids = seen.map((each) => each.id);
  const rows = await tx.select().from(invitations).where(anyOf(invitations.upstreamId, ids)).for('update');
  return new Map(rows.map((row) => [row.upstreamId ?? '', row]));
}

const isNewer = (row: Row, at: Date): boolean => row.updatedAt > at || (row.seenAt !== null && row.seenAt > at);

const isSame = (row: Row, seen: UpstreamInvitation): boolean =>
  row.upstreamStatus === seen.statusRaw &&
  row.createdUserId === seen.createdUserId &&
  (row.expiresAt?.toISOString() ?? '') === seen.expiresAt &&
  (row.acceptedAt?.toISOString() ?? '') === seen.acceptedAt;

const update = (tx: Tx, row: Row, seen: UpstreamInvitation, at: Date, moves: boolean) =>
  tx
    .update(invitations)
    .set({ ...upstreamColumns(seen, at), ...(moves ? { state: stateFor(seen), updatedAt: at } : {}) })
    .where(eq(invitations.id, row.id));

const entryOf = (row: Row, seen: UpstreamInvitation): AuditEntry => ({
  action: `invitation.${stateFor(seen)}`,
  invitationId: row.id,
  upstreamId: seen.id,
  requestId: 'sync',
  actor: null,
  target: { key: row.emailKey, email: row.email, name: row.displayName },
  details: { from: row.state, seen: seen.statusRaw },
});

/**
 * Those of `unknown` that were made outside Usher. An id that an attempt has claimed is part of that invitation's past; and
 * one for a person whose invitation is on its way may be the very one: its attempt decides.
 */
async function fromOutside(tx: Tx, unknown: UpstreamInvitation[]): Promise<UpstreamInvitation[]> {
  if (unknown.length === 0) return [];
  const claimed = await tx
    .select({ id: attempts.upstreamId })
    .from(attempts)
    .where(
      anyOf(
        attempts.upstreamId,
        unknown.map((each) => each.id),
      ),
    );
  const underWay = await tx
    .select({ directoryId: invitations.directoryId, emailKey: invitations.emailKey })
    .from(invitations)
    .where(
      and(
        anyOf(
          invitations.emailKey,
          unknown.map((each) => emailKey(each.email)),
        ),
        notInArray(invitations.state, [...FINAL_STATES, 'pending']),
      ),
    );
  const ours = new Set(claimed.map((row) => row.id));
  const waiting = new Set(underWay.map((row) => `${row.directoryId} ${row.emailKey}`));
  return unknown.filter((each) => !ours.has(each.id) && !waiting.has(`${each.directoryId} ${emailKey(each.email)}`));
}

/** The names of sponsors that the copy of people knows; a later one brings the rest. */
async function sponsorNames(tx: Tx, of: readonly UpstreamInvitation[]): Promise<Map<string, string>> {
  const ids = [...new Set(of.flatMap(({ sponsorUserId }) => (sponsorUserId === '' ? [] : [sponsorUserId])))];
  if (ids.length === 0) return new Map();
  const known = await tx.select({ id: people.id, name: people.name }).from(people).where(anyOf(people.id, ids));
  return new Map(known.map(({ id, name }) => [id, name]));
}

const outsideRow = (each: UpstreamInvitation, at: Date): typeof invitations.$inferInsert => ({
  id: crypto.randomUUID(),
  directoryId: each.directoryId,
  email: each.email,
  emailKey: emailKey(each.email),
  displayName: each.displayName,
  roleIds: each.roleIds,
  sponsorUserId: each.sponsorUserId,
  purpose: each.purpose,
  jobId: each.jobId,
  onboardingFlowId: each.onboardingFlowId,
  state: stateFor(each),
  origin: 'outside',
  ...upstreamColumns(each, at),
  createdAt: each.createdAt === '' ? at : new Date(each.createdAt),
  updatedAt: at,
});
