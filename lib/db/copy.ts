import 'server-only';
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { emailKey } from '../invitations/email';
import { FINAL_STATES, LEDGER_STATES, type LedgerState } from '../invitations/ledger-states';
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
const FINAL: ReadonlySet<LedgerState> = new Set(FINAL_STATES);
/** Named one by one, and not as "none of the others": the index on the state finds these few, where a first sync is all new ones. */
const UNDER_WAY = LEDGER_STATES.filter((state) => !FINAL.has(state) && state !== 'pending');

/** Where all is read again and again, an open one that is as it was is marked as seen this often: a row written costs as much as a new one. */
const MARKED_EVERY_MS = 3_600_000;

/**
 * Copies what the upstream says of invitations into the ledger: a change of one we know with its audit entry, and those made
 * outside Usher as rows of their own. `at` is when the upstream was asked, or a moment before: what was learned of one since
 * is newer and stays. `all`: they are pages of a whole directory, whose freshness is kept with the directory.
 */
export async function copyInvitations(
  db: Db,
  seen: readonly UpstreamInvitation[],
  at: Date,
  { all = false }: { all?: boolean } = {},
): Promise<{ added: number; changed: number }> {
  if (seen.length === 0) return { added: 0, changed: 0 };
  return inTransaction(db, async (tx) => {
    const facts = await factsOf(tx, seen);
    const asBefore = (row: Facts, each: UpstreamInvitation) =>
      !moved(row, each) && isSame(row, each) && all && wasMarked(row, at);
    // Most are as they were when all is read again: those are not locked, nor read whole.
    const news = seen.filter((each) => {
      const row = facts.get(each.id);
      return row !== undefined && !isNewer(row, at) && !asBefore(row, each);
    });
    const entries: AuditEntry[] = [];
    const unchanged: string[] = [];
    const known = await lockedRows(tx, news);
    for (const each of news) {
      const row = known.get(each.id);
      if (row === undefined || isNewer(row, at)) continue;
      const moves = moved(row, each);
      if (!moves && isSame(row, each)) unchanged.push(row.id);
      else await update(tx, row, each, at, moves);
      if (moves) entries.push(entryOf(row, each));
    }
    if (unchanged.length > 0) await tx.update(invitations).set({ seenAt: at }).where(anyOf(invitations.id, unchanged));
    const outside = await fromOutside(
      tx,
      seen.filter((each) => !facts.has(each.id)),
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

const FACTS = {
  upstreamId: invitations.upstreamId,
  state: invitations.state,
  upstreamStatus: invitations.upstreamStatus,
  createdUserId: invitations.createdUserId,
  expiresAt: invitations.expiresAt,
  acceptedAt: invitations.acceptedAt,
  seenAt: invitations.seenAt,
  updatedAt: invitations.updatedAt,
};
type Facts = Pick<Row, keyof typeof FACTS>;

const among = (seen: readonly UpstreamInvitation[]): SQL =>
  anyOf(
    invitations.upstreamId,
    seen.map(({ id }) => id),
  );
const byUpstreamId = <T extends Facts>(rows: readonly T[]): Map<string, T> =>
  new Map(rows.map((row) => [row.upstreamId ?? '', row]));

/** What a comparison needs of those that are known. */
const factsOf = async (tx: Tx, seen: readonly UpstreamInvitation[]): Promise<Map<string, Facts>> =>
  byUpstreamId(await tx.select(FACTS).from(invitations).where(among(seen)));

async function lockedRows(tx: Tx, seen: readonly UpstreamInvitation[]): Promise<Map<string, Row>> {
  if (seen.length === 0) return new Map();
  return byUpstreamId(await tx.select().from(invitations).where(among(seen)).for('update'));
}

const moved = (row: Facts, seen: UpstreamInvitation): boolean => SETTLED.has(row.state) && row.state !== stateFor(seen);

/** What is over is not looked at again, and when it was last seen is of no interest. */
const wasMarked = (row: Facts, at: Date): boolean =>
  FINAL.has(row.state) || (row.seenAt !== null && at.getTime() - row.seenAt.getTime() < MARKED_EVERY_MS);

const isNewer = (row: Facts, at: Date): boolean => row.updatedAt > at || (row.seenAt !== null && row.seenAt > at);

const isSame = (row: Facts, seen: UpstreamInvitation): boolean =>
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

/** With its address' key, which takes a while to make. */
type Keyed = UpstreamInvitation & { key: string };

/**
 * Those of `unknown` that were made outside Usher. An id that an attempt has claimed is part of that invitation's past; and
 * one for a person whose invitation is on its way may be the very one: its attempt decides.
 */
async function fromOutside(tx: Tx, unknown: UpstreamInvitation[]): Promise<Keyed[]> {
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
  const keyed = unknown.map((each) => ({ ...each, key: emailKey(each.email) }));
  const underWay = await tx
    .select({ directoryId: invitations.directoryId, emailKey: invitations.emailKey })
    .from(invitations)
    .where(
      and(
        anyOf(
          invitations.emailKey,
          keyed.map(({ key }) => key),
        ),
        inArray(invitations.state, UNDER_WAY),
      ),
    );
  const ours = new Set(claimed.map((row) => row.id));
  const waiting = new Set(underWay.map((row) => `${row.directoryId} ${row.emailKey}`));
  return keyed.filter(({ id, directoryId, key }) => !ours.has(id) && !waiting.has(`${directoryId} ${key}`));
}

/** The names of sponsors that the copy of people knows; a later one brings the rest. */
async function sponsorNames(tx: Tx, of: readonly UpstreamInvitation[]): Promise<Map<string, string>> {
  const ids = [...new Set(of.flatMap(({ sponsorUserId }) => (sponsorUserId === '' ? [] : [sponsorUserId])))];
  if (ids.length === 0) return new Map();
  const known = await tx.select({ id: people.id, name: people.name }).from(people).where(anyOf(people.id, ids));
  return new Map(known.map(({ id, name }) => [id, name]));
}

const outsideRow = (each: Keyed, at: Date): typeof invitations.$inferInsert => ({
  id: crypto.randomUUID(),
  directoryId: each.directoryId,
  email: each.email,
  emailKey: each.key,
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
