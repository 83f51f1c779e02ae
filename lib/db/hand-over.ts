import 'server-only';
import { and, eq, notInArray } from 'drizzle-orm';
import { lifeOf, stepRequest } from '../invitations/requests/protocol';
import type { Handed, HandOver } from '../invitations/requests/requests';
import { type AuditEntry, appendAudit } from './audit';
import type { Db, SharedClock, Tx } from './connection';
import { lockRequest, only } from './request-events';
import { GUEST_STATES_NOT, lookedAfterBy } from './request-reads';
import { askedColumns, requestEntry, toRequest } from './request-rows';
import { invitations } from './schema';
import { requests } from './schema-approval';
import { inTransaction } from './transaction';

const ACTION = 'guest.handed-over';

/** Hands one sponsor's guests and open requests to somebody else, each with an audit entry of its own. */
export function handOverGuests(db: Db, clock: SharedClock, change: HandOver): Promise<Handed> {
  return inTransaction(db, async (tx) => {
    const at = await clock(tx);
    const asked = await handRequests(tx, at, change);
    const invited = await handInvitations(tx, at, change);
    await appendAudit(tx, [...asked, ...invited]);
    return { invitations: invited.length, requests: asked.length };
  });
}

async function handRequests(tx: Tx, at: Date, change: HandOver): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for (const { id, revision, content, contentHash } of change.requests) {
    const row = await lockRequest(tx, id);
    if (row === null) continue;
    const event = { type: 'hand-over', shown: { revision }, content, contentHash } as const;
    const stepped = stepRequest(lifeOf(toRequest(row)), event);
    if (!stepped.ok) continue;
    const { state, ...next } = stepped.next;
    const after = only(
      await tx
        .update(requests)
        .set({
          state,
          revision: next.revision,
          contentHash: next.contentHash,
          ...askedColumns(next.content),
          sponsorName: change.to.name,
          updatedAt: at,
        })
        .where(eq(requests.id, id))
        .returning(),
    );
    entries.push(requestEntry(after, { action: ACTION, ...said(change), details: ids(change) }));
  }
  return entries;
}

async function handInvitations(tx: Tx, at: Date, change: HandOver): Promise<AuditEntry[]> {
  const rows = await tx
    .update(invitations)
    .set({ keeperUserId: change.to.id, keeperName: change.to.name, updatedAt: at })
    .where(and(eq(lookedAfterBy, change.from.id), notInArray(invitations.state, [...GUEST_STATES_NOT])))
    .returning();
  return rows.map((row) => ({
    action: ACTION,
    ...said(change),
    invitationId: row.id,
    upstreamId: row.upstreamId,
    target: { key: row.emailKey, email: row.email, name: row.displayName },
    details: { ...ids(change), ...(row.requestId === null ? {} : { request: row.requestId }) },
  }));
}

const said = ({ actor, requestId, from, to }: HandOver) => ({
  actor,
  requestId,
  text: { from: from.name, to: to.name },
});
const ids = ({ from, to }: HandOver) => ({ from: from.id, to: to.id });
