import 'server-only';
import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, like, ne, notInArray, or } from 'drizzle-orm';
import { emailKey } from '../invitations/email';
import type { InvitationRecord, Ledger, Recorded } from '../invitations/ledger';
import { FINAL_STATES } from '../invitations/ledger-states';
import { claimAttempt } from './claim';
import { type Database, databaseNow, type SharedClock } from './connection';
import { copyInvitations } from './copy';
import { copyPeople, knownPerson } from './copy-people';
import { keepDouble, markDoubles } from './doubles';
import { violatedUnique } from './errors';
import { exclusively } from './exclusively';
import { applyEvent } from './ledger-events';
import { toAttempt, toRecord } from './ledger-rows';
import { insertIntent, insertRevoke } from './record-intent';
import { attempts, invitations, syncs } from './schema';
import { sentLately } from './sent-lately';
import { tidyAfter } from './tidy';
import { inTransaction } from './transaction';

const SYNC_PART = 'invitations:';
const OPEN_STATES = ['intent', 'sending', 'unknown'] as const;

/** The `Ledger` port on Postgres. Each change and its audit entry are one transaction; nothing in here calls the upstream. */
export function createLedger(database: Database, clock: SharedClock = databaseNow): Ledger {
  const { db } = database;
  const byId = async (id: string): Promise<InvitationRecord | null> => {
    const [row] = await db.select().from(invitations).where(eq(invitations.id, id));
    return row === undefined ? null : toRecord(row);
  };
  const bySubmission: Ledger['bySubmission'] = async (key) => {
    const [row] = await db.select().from(invitations).where(eq(invitations.submissionKey, key));
    return row === undefined ? null : { record: toRecord(row), contentHash: row.contentHash };
  };

  const liveOne: Ledger['live'] = async (...of) => {
    const [row] = await db
      .select()
      .from(invitations)
      .where(and(isFor(...of), isOurs));
    return row === undefined ? null : toRecord(row);
  };

  return {
    byId,
    bySubmission,
    live: liveOne,
    now: () => clock(db),
    exclusively: (name, work) => exclusively(database, name, work),

    async record(invitation, lease): Promise<Recorded> {
      try {
        return await inTransaction(db, (tx) => insertIntent(tx, clock, invitation, lease));
      } catch (error) {
        // Somebody else was first: look what is there now, and say that.
        const index = violatedUnique(error);
        if (index !== 'invitation_submission_key' && index !== 'invitation_live') throw error;
        const earlier = await bySubmission(invitation.submissionKey);
        if (earlier !== null) {
          return earlier.contentHash === invitation.contentHash
            ? { kind: 'replay', record: earlier.record }
            : { kind: 'other-content' };
        }
        const live = await liveOne(
          invitation.content.directoryId,
          emailKey(invitation.content.email),
          invitation.intentAtUpstream,
        );
        if (live === null) return this.record(invitation, lease);
        return { kind: 'live', record: live };
      }
    },

    async recordRevoke(revoke, lease) {
      try {
        return await inTransaction(db, (tx) => insertRevoke(tx, clock, revoke, lease));
      } catch (error) {
        const index = violatedUnique(error);
        if (index === 'attempt_open' || index === 'attempt_number' || index === 'invitation_live') return null;
        throw error;
      }
    },

    async openOutside(...of) {
      const [row] = await db
        .select()
        .from(invitations)
        .where(and(isFor(...of), isOutside))
        .orderBy(desc(invitations.createdAt))
        .limit(1);
      return row === undefined ? null : toRecord(row);
    },

    async openOne(...of) {
      const [row] = await db
        .select()
        .from(invitations)
        .where(and(isFor(...of), or(isOurs, isOutside)))
        // "usher" comes before "outside".
        .orderBy(desc(invitations.origin), desc(invitations.createdAt))
        .limit(1);
      return row === undefined ? null : toRecord(row);
    },

    async revokedBy(id) {
      const [row] = await db
        .select()
        .from(attempts)
        .where(and(eq(attempts.invitationId, id), eq(attempts.kind, 'revoke'), eq(attempts.state, 'settled')))
        .orderBy(desc(attempts.number))
        .limit(1);
      return row === undefined ? null : { actor: toAttempt(row).actor, at: row.updatedAt };
    },

    claim: (attemptId, lease, judgedBy = null) =>
      inTransaction(db, (tx) => claimAttempt(tx, clock, attemptId, lease, judgedBy)),

    sentLately: (query) => sentLately(db, clock, query),

    apply: (attemptId, event, facts) => applyEvent(db, clock, attemptId, event, facts),

    async open() {
      const rows = await db
        .select()
        .from(attempts)
        .where(
          and(inArray(attempts.state, [...OPEN_STATES]), or(isNull(attempts.batchId), ne(attempts.state, 'intent'))),
        )
        .orderBy(asc(attempts.createdAt), asc(attempts.id));
      return rows.map(toAttempt);
    },

    async openAttempt(invitationId) {
      const [row] = await db
        .select()
        .from(attempts)
        .where(and(eq(attempts.invitationId, invitationId), inArray(attempts.state, [...OPEN_STATES, 'needs-person'])));
      return row === undefined ? null : toAttempt(row);
    },

    async claimed(upstreamIds, exceptAttempt) {
      if (upstreamIds.length === 0) return new Set();
      const rows = await db
        .select({ id: attempts.upstreamId })
        .from(attempts)
        .where(and(inArray(attempts.upstreamId, [...upstreamIds]), ne(attempts.id, exceptAttempt)));
      return new Set(rows.flatMap((row) => (row.id === null ? [] : [row.id])));
    },

    tidy: (added) => tidyAfter(db, added),
    markDoubles: async (directoryId, principalId) => markDoubles(db, directoryId, principalId, await clock(db)),
    keepDouble: (id, by) => keepDouble(db, clock, id, by),
    copyPeople: (seen, at) => copyPeople(db, seen, at),
    knownPerson: (key) => knownPerson(db, key),
    copy: (seen, at, how) => copyInvitations(db, seen, at, how),

    async synced(directoryId, { startedAt, whole, problem }) {
      const row = { startedAt, problem, ...(whole ? { wholeAt: startedAt } : {}) };
      await db
        .insert(syncs)
        .values({ part: `${SYNC_PART}${directoryId}`, ...row })
        .onConflictDoUpdate({ target: syncs.part, set: row });
    },

    async freshness() {
      const rows = await db
        .select()
        .from(syncs)
        .where(like(syncs.part, `${SYNC_PART}%`));
      return new Map(
        rows.flatMap(({ part, wholeAt }) =>
          wholeAt === null ? [] : [[part.slice(SYNC_PART.length), wholeAt] as const],
        ),
      );
    },

    async knownIds(directoryId) {
      const rows = await db
        .select({ id: invitations.upstreamId })
        .from(invitations)
        .where(and(eq(invitations.directoryId, directoryId), isNotNull(invitations.upstreamId)));
      return new Set(rows.flatMap((row) => (row.id === null ? [] : [row.id])));
    },
  };
}

/** Of a person in a directory, and its link, where it has an end, still works. */
const isFor = (directoryId: string, key: string, upstreamNow: Date) =>
  and(
    eq(invitations.directoryId, directoryId),
    eq(invitations.emailKey, key),
    or(ne(invitations.state, 'pending'), isNull(invitations.expiresAt), gt(invitations.expiresAt, upstreamNow)),
  );
/** Open by its state. */
const isOurs = and(eq(invitations.origin, 'usher'), notInArray(invitations.state, [...FINAL_STATES]));
const isOutside = and(eq(invitations.origin, 'outside'), eq(invitations.state, 'pending'));
