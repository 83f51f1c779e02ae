import 'server-only';
import { and, eq, ne, type SQL, sql, type WithSubquery } from 'drizzle-orm';
import { emailKey } from '../invitations/email';
import type { InvitationStatus } from '../invitations/invitation';
import { type AttemptRecord, CALLED_OFF, type Facts, type InvitationRecord, ledgerState } from '../invitations/ledger';
import type { LedgerState } from '../invitations/ledger-states';
import { type Attempt, type Event, step } from '../invitations/protocol';
import { type Seen, stepRevoke } from '../invitations/revoke-protocol';
import { type AuditEntry, appendAudit } from './audit';
import type { Json } from './canonical';
import type { Db, SharedClock, Tx } from './connection';
import { violatedUnique } from './errors';
import { followRow, rowAfter } from './follow-row';
import { attemptRow, contentColumns, toAttempt, toRecord, upstreamColumns } from './ledger-rows';
import { attempts, invitations } from './schema';
import { inTransaction } from './transaction';

type AttemptRow = typeof attempts.$inferSelect;
type InvitationRow = typeof invitations.$inferSelect;

/** What the change of an attempt is called in the audit. A claim is not in it: intent and outcome say it all. */
const ACTIONS: Record<AttemptRecord['kind'], Record<Attempt['state'], string>> = {
  create: {
    intent: 'invitation.waits',
    sending: 'invitation.sending',
    unknown: 'invitation.outcome-unknown',
    settled: 'invitation.sent',
    refused: 'invitation.refused',
    'needs-person': 'invitation.needs-person',
  },
  revoke: {
    intent: 'revoke.waits',
    sending: 'revoke.sending',
    unknown: 'revoke.outcome-unknown',
    settled: 'invitation.revoked',
    refused: 'revoke.refused',
    'needs-person': 'revoke.needs-person',
  },
};

/**
 * Applies one event to an attempt: reads it under a lock, asks the protocol, writes what follows with its audit entry. An
 * event that changes nothing writes nothing.
 */
export async function applyEvent(
  db: Db,
  clock: SharedClock,
  attemptId: string,
  event: Event | Seen,
  facts: Facts,
): Promise<InvitationRecord> {
  try {
    return await inTransaction(db, (tx) => applyIn(tx, clock, attemptId, event, facts));
  } catch (error) {
    const index = violatedUnique(error);
    if (index !== 'attempt_upstream_id' && index !== 'invitation_upstream_id') throw error;
    // The id belongs to another invitation already: two claim the same, and a person has to look.
    const id = 'upstreamId' in event ? (event.upstreamId ?? '') : (facts.upstream?.id ?? '');
    return inTransaction(db, (tx) =>
      applyIn(tx, clock, attemptId, event, facts, { state: 'needs-person', candidates: [id] }),
    );
  }
}

/** The same inside a transaction under way. */
export async function applyIn(
  tx: Tx,
  clock: SharedClock,
  attemptId: string,
  event: Event | Seen,
  facts: Facts,
  forced?: Attempt,
): Promise<InvitationRecord> {
  const [found] = await tx
    .select({ row: attempts, invitation: invitations, at: clock.expression(), met: metBySync(event) })
    .from(attempts)
    .innerJoin(invitations, eq(invitations.id, attempts.invitationId))
    .where(eq(attempts.id, attemptId))
    .for('update');
  if (found === undefined) throw new Error(`there is no attempt ${attemptId}`);
  const { row, invitation, at, met } = found;
  const before = row.protocol;
  const next = forced ?? nextOf(row, event);
  if (next === before) return toRecord(invitation);

  const moved = tx
    .update(attempts)
    .set({
      state: next.state,
      protocol: next,
      // A revoke claims no id: it belongs to the create that made it.
      ...(row.kind === 'create' ? { upstreamId: next.state === 'settled' ? next.upstreamId : null } : {}),
      ...failureColumns(next, facts),
      updatedAt: at,
    })
    .where(eq(attempts.id, attemptId))
    .returning({ id: attempts.id });
  let changed: InvitationRow;
  let along: WithSubquery[] = [];
  if (row.kind === 'create') {
    if (met && next.state === 'settled') await dropCopy(tx, invitation, next.upstreamId);
    const values = afterCreate(next, { facts, at, inBatch: row.batchId !== null });
    changed = { ...invitation, ...values };
    const changing = tx.update(invitations).set(values).where(eq(invitations.id, invitation.id));
    along = [tx.$with('moved').as(moved), tx.$with('changed').as(changing.returning({ id: invitations.id }))];
    const followed = rowAfter(tx, row, next, { at, detail: facts.failure?.message ?? '' });
    if (followed !== null) along.push(tx.$with('followed').as(followed));
  } else {
    // What follows may open another attempt, and only one is open at a time: in this order.
    await moved;
    const after = await afterRevoke(tx, invitation, row, next, facts, at);
    changed = after.changed;
    await followRow(tx, row, next, { at, goesOn: after.goesOn, detail: facts.failure?.message ?? '' });
  }
  // A first empty read only moves a mark inside "unknown"; nothing has become of the invitation.
  if (next.state !== before.state) await appendAudit(tx, entryOf(row, changed, next, event, facts), along);
  else
    await tx
      .with(...along)
      .select({ at: clock.expression() })
      .from(sql`(values (1)) as one`);
  return toRecord(changed);
}

/** A re-issue's revoke is like any other; what was to follow it is taken from its content. */
const nextOf = (row: AttemptRow, event: Event | Seen): Attempt => {
  if (row.kind === 'revoke') return stepRevoke(row.protocol, event);
  return event.type === 'seen' ? row.protocol : step(row.protocol, event);
};

/** Whether a sync met the event's invitation first and took it for one made outside Usher; where the event names none, it may have. */
const metBySync = (event: Event | Seen): SQL<boolean> =>
  event.type === 'answered'
    ? sql<boolean>`exists (select 1 from ${invitations} copied where copied.upstream_id = ${event.upstreamId} and copied.origin = 'outside')`
    : sql<boolean>`true`;

const dropCopy = (tx: Tx, invitation: InvitationRow, upstreamId: string) =>
  tx
    .delete(invitations)
    .where(
      and(eq(invitations.upstreamId, upstreamId), eq(invitations.origin, 'outside'), ne(invitations.id, invitation.id)),
    );

/** What becomes of the invitation's row. */
function afterCreate(next: Attempt, { facts, at, inBatch }: { facts: Facts; at: Date; inBatch: boolean }) {
  const upstreamId = next.state === 'settled' ? next.upstreamId : null;
  const upstream = upstreamId !== null && facts.upstream?.id === upstreamId ? facts.upstream : undefined;
  return {
    state: ledgerState(next, { status: upstream?.status ?? 'pending', inBatch }),
    ...failureColumns(next, facts),
    ...(upstreamId === null ? {} : { upstreamId }),
    ...(upstream === undefined ? {} : upstreamColumns(upstream, at)),
    updatedAt: at,
  };
}

/**
 * The revoke of a re-issue that is done, or was not needed because the old invitation is over, opens the create that follows
 * it in the same transaction: whoever dies here leaves an intent behind, and somebody else sends it.
 */
async function afterRevoke(
  tx: Tx,
  invitation: InvitationRow,
  row: AttemptRow,
  next: Attempt,
  facts: Facts,
  at: Date,
): Promise<{ changed: InvitationRow; goesOn: boolean }> {
  const { create } = row.content;
  const status = facts.upstream?.status;
  const seen = facts.upstream === undefined ? {} : upstreamColumns(facts.upstream, at);
  const over = next.state === 'settled' || (next.state === 'refused' && (status === 'revoked' || status === 'expired'));
  if (over && create !== null) {
    const from = { ...toAttempt(row), content: row.content, kind: 'create' as const };
    await tx.insert(attempts).values(attemptRow(from, row.number + 1, { state: 'intent', notBefore: 0 }, at));
    const again = { ...contentColumns(row.content, create), state: 'reissuing' as const };
    return { changed: await change(tx, invitation.id, { ...again, updatedAt: at }), goesOn: true };
  }
  const values = next.state === 'settled' || next.state === 'refused' ? seen : {};
  const state = stateAfterRevoke(next, status);
  return { changed: await change(tx, invitation.id, { ...values, state, updatedAt: at }), goesOn: false };
}

function stateAfterRevoke(next: Attempt, status: InvitationStatus | undefined): LedgerState {
  switch (next.state) {
    case 'settled':
      return 'revoked';
    case 'refused':
      return status === undefined || status === 'unrecognised' ? 'pending' : status;
    case 'unknown':
      return 'unknown';
    default:
      return 'reissuing';
  }
}

async function change(tx: Tx, id: string, values: Partial<typeof invitations.$inferInsert>): Promise<InvitationRow> {
  const [changed] = await tx.update(invitations).set(values).where(eq(invitations.id, id)).returning();
  if (changed === undefined) throw new Error('the update returned no row');
  return changed;
}

const failureColumns = (next: Attempt, facts: Facts) =>
  next.state === 'refused'
    ? { failureCode: next.code, failureDetail: facts.failure?.message ?? '' }
    : { failureCode: null, failureDetail: null };

function entryOf(
  row: AttemptRow,
  invitation: InvitationRow,
  next: Attempt,
  event: Event | Seen,
  facts: Facts,
): AuditEntry {
  const { reason } = row.content;
  const details: Record<string, Json> = { attempt: row.number, from: row.protocol.state, by: event.type };
  if (next.state === 'needs-person') details.candidates = next.candidates;
  if (next.state === 'refused') details.code = next.code;
  if (facts.failure !== undefined) details.code = facts.failure.code;
  const calledOff = row.kind === 'create' && next.state === 'refused' && next.code === CALLED_OFF;
  return {
    action: calledOff ? 'invitation.called-off' : ACTIONS[row.kind][next.state],
    invitationId: invitation.id,
    upstreamId: row.kind === 'revoke' ? row.content.revokes : invitation.upstreamId,
    requestId: facts.requestId,
    actor: facts.actor,
    target: { key: emailKey(invitation.email), email: invitation.email, name: invitation.displayName },
    details,
    ...(reason === '' ? {} : { text: { reason } }),
  };
}
