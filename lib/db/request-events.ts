import 'server-only';
import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import { emailKey } from '../invitations/email';
import { lifeOf, type RequestEvent, stepRequest } from '../invitations/requests/protocol';
import { CLOSED_REQUESTS, type RequestMessage } from '../invitations/requests/record';
import type { Applied, Asked, NewRequest, PlainEvent, RequestFacts, Requests } from '../invitations/requests/requests';
import { type AuditEntry, appendAudit } from './audit';
import type { Db, SharedClock, Tx } from './connection';
import { violatedUnique } from './errors';
import { policyNumber } from './policy-book';
import { askedColumns, deciderColumns, type RequestRow, requestEntry, toRequest } from './request-rows';
import { requestMessages, requests } from './schema-approval';
import { inTransaction } from './transaction';

const DAY_MS = 86_400_000;
/** So that one transaction stays short. */
const EXPIRED_AT_ONCE = 200;

export const LIVE_REQUESTS = ['open', 'asked-back'] as const;

/** What an event is called in the audit. */
const ACTIONS: Record<PlainEvent['type'], string> = {
  edit: 'request.edited',
  'ask-back': 'request.asked-back',
  answer: 'request.answered',
  deny: 'request.denied',
  withdraw: 'request.withdrawn',
};

/** Records a request with its audit entry. The unique indexes refuse a second of key or person. */
export async function insertRequest(db: Db, clock: SharedClock, request: NewRequest): Promise<Asked> {
  const { submissionKey, content, requester, requestId, days, note } = request;
  try {
    return await inTransaction(db, async (tx) => {
      const at = await clock(tx);
      const row = only(
        await tx
          .insert(requests)
          .values({
            id: crypto.randomUUID(),
            submissionKey,
            kind: request.kind,
            reissues: request.reissues,
            state: 'open',
            revision: 1,
            ...askedColumns(content),
            contentHash: request.contentHash,
            sponsorName: request.sponsorName,
            requesterSubject: requester.subject,
            requesterName: requester.name,
            requesterEmail: requester.email,
            requesterRole: requester.role,
            wantedUntil: request.wantedUntil,
            acknowledged: request.acknowledged,
            approvers: request.approvers,
            policyNumber: request.policyNumber,
            createdAt: at,
            updatedAt: at,
            expiresAt: new Date(at.getTime() + days * DAY_MS),
          })
          .returning(),
      );
      if (note !== '') await addMessage(tx, row.id, { at, author: requester, kind: 'note', text: note });
      const { purpose, ticket } = content;
      const text = { purpose, ticket, acknowledged: request.acknowledged, note };
      await appendAudit(
        tx,
        requestEntry(row, { action: 'request.asked', actor: requester, requestId, text, details: asked(row) }),
      );
      return { kind: 'asked', request: toRequest(row) };
    });
  } catch (error) {
    const index = violatedUnique(error);
    if (index !== 'request_submission_key' && index !== 'request_live') throw error;
    const [known] = await db.select().from(requests).where(eq(requests.submissionKey, submissionKey));
    if (known !== undefined) return { kind: 'known', request: toRequest(known) };
    const live = await liveRequest(db, content.directoryId, emailKey(content.email));
    // It was decided in this moment: nothing is in the way any more.
    return live === null ? insertRequest(db, clock, request) : { kind: 'live', request: toRequest(live) };
  }
}

const asked = ({ content, policyNumber: number }: RequestRow) => ({
  directoryId: content.directoryId,
  roleIds: content.roleIds,
  sponsorUserId: content.sponsorUserId,
  policy: number,
});

/** The request that waits for the same directory and person. */
export async function liveRequest(on: Db | Tx, directoryId: string, key: string): Promise<RequestRow | null> {
  const [row] = await on
    .select()
    .from(requests)
    .where(
      and(
        eq(requests.directoryId, directoryId),
        eq(requests.emailKey, key),
        inArray(requests.state, [...LIVE_REQUESTS]),
      ),
    );
  return row ?? null;
}

/** Applies an event under the request's lock, with its message and audit entry. */
export async function applyToRequest(
  db: Db,
  clock: SharedClock,
  id: string,
  event: PlainEvent,
  facts: RequestFacts,
): Promise<Applied> {
  try {
    return await inTransaction(db, async (tx) => {
      const row = await lockRequest(tx, id);
      if (row === null) return { kind: 'missing' };
      const at = await clock(tx);
      const stepped = stepRequest(lifeOf(toRequest(row)), await completed(tx, event, at));
      if (!stepped.ok) return { kind: 'refused', why: stepped.why, request: toRequest(row) };
      const { state, revision, content, contentHash } = stepped.next;
      const after = only(
        await tx
          .update(requests)
          .set({
            state,
            revision,
            ...askedColumns(content),
            contentHash,
            ...facts.edited,
            ...facts.judged,
            ...(event.type === 'deny' ? { ...deciderColumns(facts.actor, at), decisionWords: facts.words } : {}),
            updatedAt: at,
          })
          .where(eq(requests.id, id))
          .returning(),
      );
      const message = messageOf(event);
      if (message !== null) await addMessage(tx, id, { at, author: facts.actor, kind: message, text: facts.words });
      await appendAudit(tx, entryOf(after, row, event, facts));
      return { kind: 'applied', request: toRequest(after) };
    });
  } catch (error) {
    if (violatedUnique(error) !== 'request_live' || event.type !== 'edit') throw error;
    const { directoryId, email } = event.content;
    const live = await liveRequest(db, directoryId, emailKey(email));
    return live === null ? applyToRequest(db, clock, id, event, facts) : { kind: 'live', request: toRequest(live) };
  }
}

/** A decision is measured by the clock and the policy of its own transaction. */
async function completed(tx: Tx, event: PlainEvent, at: Date): Promise<RequestEvent> {
  return event.type === 'ask-back' || event.type === 'deny'
    ? { ...event, now: at.getTime(), policyNumber: await policyNumber(tx) }
    : event;
}

const messageOf = ({ type }: PlainEvent): RequestMessage['kind'] | null => {
  if (type === 'ask-back') return 'question';
  return type === 'answer' ? 'answer' : null;
};

function entryOf(after: RequestRow, before: RequestRow, event: PlainEvent, { actor, requestId, words }: RequestFacts) {
  const { purpose, ticket } = after.content;
  return requestEntry(after, {
    action: ACTIONS[event.type],
    actor,
    requestId,
    text: event.type === 'edit' ? { purpose, ticket, acknowledged: after.acknowledged } : { words },
    details: { from: before.state, ...(event.type === 'edit' ? asked(after) : {}) },
  });
}

/** Keeps a new verdict of a request that waits; answers it as it stands. */
export function rejudgeRequest(db: Db, clock: SharedClock): Requests['rejudge'] {
  return (request, { approvers, policyNumber: number, requestId }) =>
    inTransaction(db, async (tx) => {
      const row = await lockRequest(tx, request.id);
      if (row === null) return request;
      const isOld = row.revision !== request.revision || row.policyNumber >= number || isClosed(row);
      if (isOld) return toRequest(row);
      const others = JSON.stringify(row.approvers) !== JSON.stringify(approvers);
      const after = only(
        await tx
          .update(requests)
          .set({ approvers, policyNumber: number, ...(others ? { updatedAt: await clock(tx) } : {}) })
          .where(eq(requests.id, row.id))
          .returning(),
      );
      // Another version that asks the same people is no change of the request.
      if (others) {
        const details = { policy: number, before: row.policyNumber };
        await appendAudit(tx, requestEntry(after, { action: 'request.rejudged', actor: null, requestId, details }));
      }
      return toRequest(after);
    });
}

const isClosed = ({ state }: RequestRow): boolean => (CLOSED_REQUESTS as readonly string[]).includes(state);

/** Ends what nobody decided in time. */
export async function expireRequests(db: Db, clock: SharedClock, requestId: string): Promise<number> {
  for (let ended = 0; ; ) {
    const some = await inTransaction(db, async (tx) => {
      const at = await clock(tx);
      const due = await tx
        .select()
        .from(requests)
        .where(and(inArray(requests.state, [...LIVE_REQUESTS]), lte(requests.expiresAt, at)))
        .orderBy(asc(requests.expiresAt))
        .limit(EXPIRED_AT_ONCE)
        .for('update', { skipLocked: true });
      const entries: AuditEntry[] = [];
      for (const row of due) {
        const stepped = stepRequest(lifeOf(toRequest(row)), { type: 'expire', now: at.getTime() });
        if (!stepped.ok) continue;
        await tx.update(requests).set({ state: stepped.next.state, updatedAt: at }).where(eq(requests.id, row.id));
        entries.push(
          requestEntry(row, { action: 'request.expired', actor: null, requestId, details: { from: row.state } }),
        );
      }
      await appendAudit(tx, entries);
      return entries.length;
    });
    ended += some;
    if (some < EXPIRED_AT_ONCE) return ended;
  }
}

export async function lockRequest(tx: Tx, id: string): Promise<RequestRow | null> {
  const [row] = await tx.select().from(requests).where(eq(requests.id, id)).for('update');
  return row ?? null;
}

async function addMessage(tx: Tx, id: string, message: Omit<RequestMessage, 'number'>): Promise<void> {
  const [{ last } = { last: 0 }] = await tx
    .select({ last: sql<number>`coalesce(max(${requestMessages.number}), 0)::int` })
    .from(requestMessages)
    .where(eq(requestMessages.requestId, id));
  const { author } = message;
  await tx.insert(requestMessages).values({
    requestId: id,
    number: last + 1,
    at: message.at,
    kind: message.kind,
    authorSubject: author.subject,
    authorName: author.name,
    authorEmail: author.email,
    authorRole: author.role,
    text: message.text,
  });
}

export function only<T>(rows: T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('the statement returned no row');
  return row;
}
