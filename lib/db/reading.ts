import 'server-only';
import { and, asc, desc, eq, ne, sql } from 'drizzle-orm';
import type { AttemptView, Option } from '../invitations/desk';
import type { Reading } from '../invitations/reading';
import { findEvents } from './audit-events';
import type { Database } from './connection';
import { createCounts } from './counts';
import { doublesOf } from './doubles';
import { toRecord } from './ledger-rows';
import { listPage } from './list';
import { remembered } from './remembered';
import { attempts, invitations, people as persons } from './schema';

/** A filter with more choices than these is a list to scroll through; the search box finds the rest. */
const MOST_CHOICES = 500;
/** Of one person there are a handful; a bound against an address that is used for tests. */
const MOST_OF_ONE = 100;

/** The `Reading` port on Postgres. Nothing in here changes anything. */
export function createReading({ db }: Database): Reading {
  const { counts, pending } = createCounts(db);
  const people = remembered(async () => {
    const [sponsors, inviters] = await Promise.all([distinctSponsors(), distinctInviters()]);
    return { sponsors: named(sponsors), inviters: named(inviters) };
  });
  return {
    counts,
    list: (filter, slice, now, ids) => listPage(db, filter, slice, now, ids),
    pending,

    people,

    async byEmail(emailKey) {
      const rows = await db
        .select()
        .from(invitations)
        .where(eq(invitations.emailKey, emailKey))
        .orderBy(desc(invitations.createdAt), desc(invitations.id))
        .limit(MOST_OF_ONE);
      return rows.map(toRecord);
    },

    async doubles(invitationId, now) {
      const pairs = await doublesOf(db, invitationId, now);
      return pairs.map(({ outside, ours, kind }) => ({ outside: toRecord(outside), ours: toRecord(ours), kind }));
    },

    async attempts(invitationId) {
      const rows = await db
        .select()
        .from(attempts)
        .where(eq(attempts.invitationId, invitationId))
        .orderBy(asc(attempts.number));
      return rows.map(attemptView);
    },

    events: (invitationId) => findEvents(db, { invitationId }),
  };

  function distinctSponsors() {
    const name = sql<string>`max(coalesce(nullif(${invitations.sponsorName}, ''), ${persons.name}, ''))`;
    return db
      .select({ id: invitations.sponsorUserId, name })
      .from(invitations)
      .leftJoin(persons, eq(persons.id, invitations.sponsorUserId))
      .where(ne(invitations.sponsorUserId, ''))
      .groupBy(invitations.sponsorUserId)
      .limit(MOST_CHOICES);
  }

  function distinctInviters() {
    return db
      .select({ id: invitations.senderSubject, name: sql<string>`max(${invitations.senderName})` })
      .from(invitations)
      .where(and(eq(invitations.origin, 'usher'), ne(invitations.senderSubject, '')))
      .groupBy(invitations.senderSubject)
      .limit(MOST_CHOICES);
  }
}

const named = (options: Option[]): Option[] =>
  options
    .map(({ id, name }) => ({ id, name: name || id }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1));

const attemptView = (row: typeof attempts.$inferSelect): AttemptView => ({
  number: row.number,
  kind: row.kind,
  state: row.state,
  by: row.actorName,
  at: row.createdAt.toISOString(),
  failure: row.failureDetail ?? row.failureCode ?? '',
  candidates: row.protocol.state === 'needs-person' ? row.protocol.candidates : [],
});
