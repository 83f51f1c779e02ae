import 'server-only';
import { and, asc, desc, eq, gt, inArray, ne, type SQL, sql } from 'drizzle-orm';
import type { Elsewhere, KnownInvitation, Plans } from '../invitations/bulk/plans';
import { type Database, instantOf, type SharedClock } from './connection';
import { toPerson } from './copy-people';
import { toRecord } from './ledger-rows';
import { attempts, invitations, people, syncs } from './schema';
import { requests } from './schema-approval';
import { batches, batchRows } from './schema-bulk';
import { mailedSince } from './sent-lately';

const DAY_MS = 24 * 3_600_000;

type Reads = Pick<
  Plans,
  'shape' | 'addresses' | 'known' | 'revokes' | 'targets' | 'peopleById' | 'everybody' | 'sentToDomains' | 'copiedAt'
>;

/** What plans are made of: each question is one statement for hundreds of rows, and goes by an index. */
export function createPlanReads({ db }: Database, clock: SharedClock): Reads {
  const invited = async (keys: readonly string[]): Promise<KnownInvitation[]> =>
    db
      .select({
        id: invitations.id,
        directoryId: invitations.directoryId,
        emailKey: invitations.emailKey,
        state: invitations.state,
        origin: invitations.origin,
        sender: invitations.senderName,
        expiresAt: invitations.expiresAt,
        acceptedAt: invitations.acceptedAt,
        createdAt: invitations.createdAt,
      })
      .from(invitations)
      .where(anyOf(invitations.emailKey, keys))
      .orderBy(desc(invitations.createdAt), desc(invitations.id));

  const elsewhere = async (keys: readonly string[], id: string, fileHash: string): Promise<Elsewhere[]> =>
    db
      .select({
        directoryId: sql<string>`coalesce(${batchRows.content} ->> 'directoryId', ${batches.shared} ->> 'directoryId')`,
        emailKey: batchRows.emailKey,
        sameFile: sql<boolean>`(${batches.fileHash} <> '' and ${batches.fileHash} = ${fileHash})`,
        who: batches.actorName,
        when: instantOf(sql`coalesce(${batches.confirmedAt}, ${batches.createdAt})`),
        waiting: sql<boolean>`(${batchRows.state} = 'waiting' and ${batches.state} in ('held', 'running', 'paused'))`,
        invitationId: batchRows.invitationId,
      })
      .from(batchRows)
      .innerJoin(batches, eq(batches.id, batchRows.batchId))
      .where(and(anyOf(batchRows.emailKey, keys), ne(batchRows.batchId, id), eq(batches.kind, 'invite')))
      .orderBy(desc(batches.createdAt));

  return {
    async shape(id) {
      const count = (which: SQL) => sql<number>`(count(*) filter (where ${which}))::int`;
      const said = (of: string) => count(sql`${batchRows.class} = ${of} and ${batchRows.acknowledged} <> ''`);
      const [row] = await db
        .select({
          lookalike: said('lookalike'),
          revoked: said('revoked'),
          fixable: count(
            sql`${batchRows.class} = 'lookalike' and ${batchRows.acknowledged} = '' and ${batchRows.finding} ? 'fixed'`,
          ),
          changed: count(sql`${batchRows.changed}`),
        })
        .from(batchRows)
        .where(eq(batchRows.batchId, id));
      const { lookalike = 0, revoked = 0, fixable = 0, changed = 0 } = row ?? {};
      return { acknowledged: { lookalike, revoked }, fixable, changed };
    },

    addresses: (id) =>
      db
        .select({
          number: batchRows.number,
          email: sql<string>`${batchRows.content} ->> 'email'`,
          displayName: sql<string>`${batchRows.content} ->> 'displayName'`,
        })
        .from(batchRows)
        .where(and(eq(batchRows.batchId, id), eq(batchRows.leftOut, false), ne(batchRows.emailKey, ''))),

    async known(keys, { id, fileHash }) {
      const asked = keys.filter((key) => key !== '');
      const [ofThem, persons, requested, others] = await Promise.all([
        invited(asked),
        db.select().from(people).where(anyOf(people.emailKey, asked)),
        db
          .select({
            directoryId: requests.directoryId,
            emailKey: requests.emailKey,
            who: requests.requesterName,
            when: requests.createdAt,
          })
          .from(requests)
          .where(and(anyOf(requests.emailKey, asked), inArray(requests.state, ['open', 'asked-back']))),
        elsewhere(asked, id, fileHash),
      ]);
      return {
        invitations: ofThem,
        people: persons.map((row) => ({ emailKey: row.emailKey, user: toPerson(row) })),
        asked: requested,
        elsewhere: others,
      };
    },

    async revokes(ids) {
      if (ids.length === 0) return new Map();
      const rows = await db
        .select({
          id: attempts.invitationId,
          who: attempts.actorName,
          when: attempts.updatedAt,
          why: sql<string>`${attempts.content} ->> 'reason'`,
        })
        .from(attempts)
        .where(
          and(inArray(attempts.invitationId, [...ids]), eq(attempts.kind, 'revoke'), eq(attempts.state, 'settled')),
        )
        .orderBy(asc(attempts.number));
      return new Map(rows.map(({ id, ...by }) => [id, by]));
    },

    async targets(ids) {
      if (ids.length === 0) return new Map();
      const rows = await db
        .select()
        .from(invitations)
        .where(inArray(invitations.id, [...ids]));
      return new Map(rows.map((row) => [row.id, toRecord(row)]));
    },

    async peopleById(ids) {
      if (ids.length === 0) return new Map();
      const rows = await db
        .select()
        .from(people)
        .where(inArray(people.id, [...ids]));
      return new Map(rows.map((row) => [row.id, toPerson(row)]));
    },

    everybody: (after, limit) =>
      db
        .select({ id: people.id, name: people.name, email: people.email })
        .from(people)
        .where(and(gt(people.id, after), ne(people.status, 'deleted'), inArray(people.type, ['human', 'unknown'])))
        .orderBy(asc(people.id))
        .limit(limit),

    async sentToDomains() {
      const since = new Date((await clock(db)).getTime() - DAY_MS);
      const domain = sql<string>`lower(split_part(${attempts.content} -> 'create' ->> 'email', '@', 2))`;
      const rows = await db
        .select({ domain, count: sql<number>`count(*)::int` })
        .from(attempts)
        .where(mailedSince(since))
        .groupBy(sql`1`);
      return new Map(rows.map(({ domain: to, count }) => [to, count]));
    },

    async copiedAt(directoryIds) {
      if (directoryIds.length === 0) return null;
      const parts = directoryIds.map((id) => `invitations:${id}`);
      const rows = await db.select({ wholeAt: syncs.wholeAt }).from(syncs).where(inArray(syncs.part, parts));
      const times = rows.flatMap(({ wholeAt }) => (wholeAt === null ? [] : [wholeAt.getTime()]));
      return times.length < parts.length ? null : new Date(Math.min(...times));
    },
  };
}

/** As one parameter, however many there are. */
const anyOf = (
  column: typeof invitations.emailKey | typeof people.emailKey | typeof batchRows.emailKey | typeof requests.emailKey,
  keys: readonly string[],
) => sql`${column} = any(${sql.param([...keys])}::text[])`;
