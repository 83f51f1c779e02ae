import 'server-only';
import { and, asc, desc, eq, inArray, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { FINAL_STATES } from '../invitations/ledger-states';
import { CLOSED_REQUESTS } from '../invitations/requests/record';
import type { Requests } from '../invitations/requests/requests';
import type { Db } from './connection';
import { toRecord } from './ledger-rows';
import { likeLiteral } from './list-conditions';
import { LIVE_REQUESTS } from './request-events';
import { toMessage, toRequest } from './request-rows';
import { invitations, people } from './schema';
import { requestMessages, requests } from './schema-approval';

/** A thread is short by nature; a bound against one that is not. */
const MOST_MESSAGES = 200;

/** Somebody is, or is on the way to be, a guest: an invitation that is open, or was accepted. */
export const GUEST_STATES_NOT = FINAL_STATES.filter((state) => state !== 'accepted');

/** Who looks after an invitation's guest. */
export const lookedAfterBy = sql<string>`coalesce(nullif(${invitations.keeperUserId}, ''), ${invitations.sponsorUserId})`;

type Reads = Pick<
  Requests,
  | 'byId'
  | 'bySubmission'
  | 'messages'
  | 'waiting'
  | 'closed'
  | 'ofRequester'
  | 'ofSponsor'
  | 'history'
  | 'guests'
  | 'isGuestOf'
  | 'domainSeen'
  | 'disabledSponsors'
>;

/** The reads of the `Requests` port. Nothing in here changes anything. */
export function requestReads(db: Db): Reads {
  const one = async (where: SQL) => {
    const [row] = await db.select().from(requests).where(where);
    return row === undefined ? null : toRequest(row);
  };
  return {
    byId: (id) => one(eq(requests.id, id)),
    bySubmission: (key) => one(eq(requests.submissionKey, key)),

    async messages(id) {
      const rows = await db
        .select()
        .from(requestMessages)
        .where(eq(requestMessages.requestId, id))
        .orderBy(asc(requestMessages.number))
        .limit(MOST_MESSAGES);
      return rows.map(toMessage);
    },

    async waiting({ after, limit }) {
      const place =
        after === null
          ? undefined
          : sql`(${requests.createdAt}, ${requests.id}) > (${after.key}::timestamptz, ${after.id}::uuid)`;
      const rows = await db
        .select()
        .from(requests)
        .where(and(inArray(requests.state, [...LIVE_REQUESTS]), place))
        .orderBy(asc(requests.createdAt), asc(requests.id))
        .limit(limit);
      return rows.map(toRequest);
    },

    async closed({ after, limit }) {
      const place =
        after === null
          ? undefined
          : sql`(${requests.updatedAt}, ${requests.id}) < (${after.key}::timestamptz, ${after.id}::uuid)`;
      const rows = await db
        .select()
        .from(requests)
        .where(and(inArray(requests.state, [...CLOSED_REQUESTS]), place))
        .orderBy(desc(requests.updatedAt), desc(requests.id))
        .limit(limit);
      return rows.map(toRequest);
    },

    async ofRequester(subject, limit) {
      const rows = await db
        .select()
        .from(requests)
        .where(eq(requests.requesterSubject, subject))
        .orderBy(desc(requests.createdAt), desc(requests.id))
        .limit(limit);
      return rows.map(toRequest);
    },

    async ofSponsor(userId) {
      const rows = await db
        .select()
        .from(requests)
        .where(
          and(inArray(requests.state, [...LIVE_REQUESTS]), sql`${requests.content} ->> 'sponsorUserId' = ${userId}`),
        )
        .orderBy(asc(requests.createdAt));
      return rows.map(toRequest);
    },

    async history(subject) {
      const isNow = (...states: readonly string[]) =>
        sql<number>`count(distinct ${requests.invitationId}) filter (where ${inArray(invitations.state, [...states] as never[])})::int`;
      const [row] = await db
        .select({
          asked: sql<number>`count(*)::int`,
          approved: sql<number>`count(*) filter (where ${requests.state} = 'approved')::int`,
          accepted: isNow('accepted'),
          neverAccepted: isNow('expired', 'revoked'),
        })
        .from(requests)
        .leftJoin(invitations, eq(invitations.id, requests.invitationId))
        .where(eq(requests.requesterSubject, subject));
      return row ?? { asked: 0, approved: 0, accepted: 0, neverAccepted: 0 };
    },

    async guests(of, limit) {
      const rows = await db
        .select()
        .from(invitations)
        .where(isOf(of))
        .orderBy(desc(invitations.createdAt), desc(invitations.id))
        .limit(limit);
      return rows.map(toRecord);
    },

    async isGuestOf(invitationId, of) {
      const rows = await db
        .select({ id: invitations.id })
        .from(invitations)
        .where(and(eq(invitations.id, invitationId), isOf(of)));
      return rows.length > 0;
    },

    async domainSeen(domain) {
      const literal = likeLiteral(domain);
      const [row] = await db
        .select({ seen: sql<number>`count(*)::int` })
        .from(invitations)
        // The first finds candidates by the search's index, the second says which they are.
        .where(
          and(
            sql`${invitations.searchText} like ${`%@${literal}%`}`,
            sql`${invitations.emailKey} like ${`%@${literal}`}`,
          ),
        );
      return row?.seen ?? 0;
    },

    async disabledSponsors() {
      const guests = db
        .select({ sponsor: lookedAfterBy.as('sponsor'), guests: sql<number>`count(*)::int`.as('guests') })
        .from(invitations)
        .where(notInArray(invitations.state, [...GUEST_STATES_NOT]))
        .groupBy(lookedAfterBy)
        .as('guests_of');
      const asked = db
        .select({
          sponsor: sql<string>`${requests.content} ->> 'sponsorUserId'`.as('asked_sponsor'),
          requests: sql<number>`count(*)::int`.as('asked_requests'),
        })
        .from(requests)
        .where(inArray(requests.state, [...LIVE_REQUESTS]))
        .groupBy(sql`1`)
        .as('asked_of');
      const rows = await db
        .select({
          id: people.id,
          name: people.name,
          status: people.status,
          guests: sql<number>`coalesce(${guests.guests}, 0)::int`,
          requests: sql<number>`coalesce(${asked.requests}, 0)::int`,
        })
        .from(people)
        .leftJoin(guests, eq(guests.sponsor, people.id))
        .leftJoin(asked, eq(asked.sponsor, people.id))
        .where(
          and(
            inArray(people.status, ['disabled', 'deleted']),
            sql`coalesce(${guests.guests}, 0) + coalesce(${asked.requests}, 0) > 0`,
          ),
        )
        .orderBy(asc(people.name), asc(people.id));
      return rows.flatMap(({ status, ...row }) =>
        status === 'disabled' || status === 'deleted' ? [{ ...row, status }] : [],
      );
    },
  };
}

/** Sent by them, or sponsored, or handed to them. "" is nobody. */
const isOf = ({ subject, userId }: { subject: string; userId: string }): SQL | undefined =>
  or(
    subject === '' ? undefined : eq(invitations.senderSubject, subject),
    userId === '' ? undefined : eq(invitations.sponsorUserId, userId),
    userId === '' ? undefined : eq(invitations.keeperUserId, userId),
  ) ?? sql`false`;
