import 'server-only';
import { and, eq, gt, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { DoubleKind } from '../invitations/double';
import { type Human, sentWith } from '../invitations/ledger';
import { FINAL_STATES } from '../invitations/ledger-states';
import { couldBe } from '../invitations/match';
import { type AuditEntry, appendAudit } from './audit';
import type { Db, Queryable, SharedClock, Tx } from './connection';
import { toAttempt, toRecord } from './ledger-rows';
import { attempts, invitations } from './schema';
import { inTransaction } from './transaction';

type Row = typeof invitations.$inferSelect;
type Pair = { outside: Row; ours: Row; kind: DoubleKind };

const ours = alias(invitations, 'ours');

const openNow = (table: typeof invitations | typeof ours, now: Date): SQL | undefined =>
  and(eq(table.state, 'pending'), or(isNull(table.expiresAt), gt(table.expiresAt, now)));

const onePerson = and(
  eq(ours.origin, 'usher'),
  eq(ours.directoryId, invitations.directoryId),
  eq(ours.emailKey, invitations.emailKey),
);

/**
 * Marks the open invitations of a directory that were made outside Usher and are probably a second of one of ours, with an
 * entry in the history of both. `principalId` is the user that Usher is upstream, "" when that is not known. Answers how
 * many are new. One that was found before is not found again, whatever a person said to it.
 */
export function markDoubles(db: Db, directoryId: string, principalId: string, now: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    const seconds = await secondsIn(tx, directoryId, now);
    const known = new Set(seconds.map(({ outside }) => outside.id));
    const strays = principalId === '' ? [] : await straysIn(tx, directoryId, principalId, now);
    const found = [...seconds, ...strays.filter(({ outside }) => !known.has(outside.id))];
    for (const { outside, ours: first, kind } of found) {
      await tx
        .update(invitations)
        .set({ doubleOf: first.id, doubleKind: kind, doubleKeptAt: null, updatedAt: now })
        .where(eq(invitations.id, outside.id));
    }
    await appendAudit(
      tx,
      found.flatMap((pair) => entriesOf(pair, { action: 'double.found', requestId: 'sync', actor: null })),
    );
    return found.length;
  });
}

/** Both open. One that was a double of an earlier invitation of ours may be one of the next. */
async function secondsIn(tx: Tx, directoryId: string, now: Date): Promise<Pair[]> {
  const rows = await tx
    .select({ outside: invitations, ours })
    .from(invitations)
    .innerJoin(ours, and(onePerson, openNow(ours, now)))
    .where(
      and(
        eq(invitations.origin, 'outside'),
        eq(invitations.directoryId, directoryId),
        openNow(invitations, now),
        sql`${invitations.doubleOf} is distinct from ${ours.id}`,
      ),
    )
    .for('update', { of: invitations });
  return rows.map((row) => ({ ...row, kind: 'second' }));
}

/** Ours is over, but this one is open, in our own name, and no older and no other than what we sent. */
async function straysIn(tx: Tx, directoryId: string, principalId: string, now: Date): Promise<Pair[]> {
  const rows = await tx
    .select({ outside: invitations, ours, attempt: attempts })
    .from(invitations)
    .innerJoin(ours, onePerson)
    .innerJoin(attempts, and(eq(attempts.invitationId, ours.id), eq(attempts.kind, 'create')))
    .where(
      and(
        eq(invitations.origin, 'outside'),
        eq(invitations.directoryId, directoryId),
        eq(invitations.invitedByUserId, principalId),
        openNow(invitations, now),
        isNull(invitations.doubleOf),
        // One that is under way is not over: its attempt decides whose this is.
        inArray(ours.state, [...FINAL_STATES, 'pending']),
      ),
    )
    .orderBy(attempts.createdAt)
    .for('update', { of: invitations });
  const found = new Map<string, Pair>();
  for (const { outside, ours: first, attempt } of rows) {
    const { upstream } = toRecord(outside);
    const tried = toAttempt(attempt);
    if (upstream === null || tried.content === null || !couldBe(upstream, sentWith(tried, tried.content))) continue;
    found.set(outside.id, { outside, ours: first, kind: 'stray' });
  }
  return [...found.values()];
}

/** A person's word that both are meant; false when there is no such double, or somebody has said so already. */
export function keepDouble(
  db: Db,
  clock: SharedClock,
  id: string,
  by: { actor: Human; requestId: string; reason: string },
): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const [outside] = await tx
      .select()
      .from(invitations)
      .where(and(eq(invitations.id, id), isNotNull(invitations.doubleOf), isNull(invitations.doubleKeptAt)))
      .for('update');
    const [first] = await tx
      .select()
      .from(invitations)
      .where(eq(invitations.id, outside?.doubleOf ?? id));
    if (outside === undefined || first === undefined || outside.doubleKind === null) return false;
    const at = await clock(tx);
    await tx.update(invitations).set({ doubleKeptAt: at, updatedAt: at }).where(eq(invitations.id, id));
    const { reason, ...who } = by;
    const said = { action: 'double.kept', ...who, text: { reason } };
    await appendAudit(tx, entriesOf({ outside, ours: first, kind: outside.doubleKind }, said));
    return true;
  });
}

/** One for each of the two, so that the history of either tells it. */
const entriesOf = (
  { outside, ours: first, kind }: Pair,
  what: Pick<AuditEntry, 'action' | 'requestId' | 'actor' | 'text'>,
): AuditEntry[] =>
  [outside, first].map((row) => ({
    ...what,
    invitationId: row.id,
    upstreamId: row.upstreamId,
    target: { key: row.emailKey, email: row.email, name: row.displayName },
    details: { kind, outside: outside.id, ours: first.id },
  }));

/** An open double that waits for a person's word; it ends by itself when one of the two is not open any more. */
export const isOpenDouble = (now: Date): SQL => {
  const lives = (table: string) =>
    sql`${sql.identifier(table)}.state = 'pending' and (${sql.identifier(table)}.expires_at is null or ${sql.identifier(table)}.expires_at > ${now.toISOString()}::timestamptz)`;
  return sql`(invitation.double_of is not null and invitation.double_kept_at is null and ${lives('invitation')}
    and (invitation.double_kind = 'stray' or exists (select 1 from invitation first where first.id = invitation.double_of and ${lives('first')})))`;
};

/** What is in question together with one invitation: its double, or those it is the first of. */
export async function doublesOf(db: Queryable, id: string, now: Date): Promise<Pair[]> {
  const pairs = await db
    .select()
    .from(invitations)
    .where(and(isOpenDouble(now), or(eq(invitations.id, id), eq(invitations.doubleOf, id))));
  if (pairs.length === 0) return [];
  const firsts = await db
    .select()
    .from(invitations)
    .where(
      inArray(
        invitations.id,
        pairs.flatMap(({ doubleOf }) => (doubleOf === null ? [] : [doubleOf])),
      ),
    );
  return pairs.flatMap((outside) => {
    const first = firsts.find((each) => each.id === outside.doubleOf);
    return first === undefined || outside.doubleKind === null
      ? []
      : [{ outside, ours: first, kind: outside.doubleKind }];
  });
}
