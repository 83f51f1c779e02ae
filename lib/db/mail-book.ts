import 'server-only';
import { and, asc, desc, eq, gt, gte, lte, sql } from 'drizzle-orm';
import type { MailBook } from '../invitations/telling/letters';
import type { Database } from './connection';
import { toPerson } from './copy-people';
import { toRecord } from './ledger-rows';
import { invitations, people } from './schema';
import { deliveries } from './schema-telling';

/** More than lapses in two days anywhere; whatever is beyond it has its turn an hour later. */
const MOST_LAPSING = 20_000;

/** Who looks after a guest: whom the guest was handed to, or else the sponsor. */
const keeper = sql<string>`coalesce(nullif(${invitations.keeperUserId}, ''), ${invitations.sponsorUserId})`;

/** The `MailBook` port on Postgres. */
export function createMailBook({ db }: Pick<Database, 'db'>): MailBook {
  return {
    async invitation(id) {
      const [row] = await db.select().from(invitations).where(eq(invitations.id, id));
      return row === undefined
        ? null
        : { record: toRecord(row), keeperUserId: row.keeperUserId === '' ? row.sponsorUserId : row.keeperUserId };
    },

    async person(id) {
      const [row] = await db.select().from(people).where(eq(people.id, id));
      return row === undefined ? null : toPerson(row);
    },

    async lapsing(from, until) {
      const rows = await db
        .select({
          id: invitations.id,
          name: invitations.displayName,
          email: invitations.email,
          directoryId: invitations.directoryId,
          lapsesAt: invitations.expiresAt,
          origin: invitations.origin,
          subject: invitations.senderSubject,
          senderEmail: invitations.senderEmail,
          keeperUserId: keeper,
        })
        .from(invitations)
        .where(
          and(eq(invitations.state, 'pending'), gt(invitations.expiresAt, from), lte(invitations.expiresAt, until)),
        )
        .orderBy(asc(invitations.expiresAt))
        .limit(MOST_LAPSING);
      return rows.flatMap(({ id, name, email, directoryId, lapsesAt, origin, subject, senderEmail, keeperUserId }) =>
        lapsesAt === null
          ? []
          : {
              id,
              guest: { name, email },
              directoryId,
              lapsesAt,
              sender: origin === 'outside' ? null : { subject, email: senderEmail },
              keeperUserId,
            },
      );
    },

    async wasTold(address, kind, about) {
      const [row] = await db
        .select({ id: deliveries.id })
        .from(deliveries)
        .where(
          and(
            eq(deliveries.recipient, address),
            eq(deliveries.kind, kind),
            sql`${deliveries.payload} -> 'about' ? ${about}`,
          ),
        )
        .limit(1);
      return row !== undefined;
    },

    async digests(address, since) {
      const rows = await db
        .select({ at: deliveries.createdAt, about: sql<string[]>`${deliveries.payload} -> 'about'` })
        .from(deliveries)
        .where(
          and(
            eq(deliveries.recipient, address),
            eq(deliveries.kind, 'lapsing-digest'),
            gte(deliveries.createdAt, since),
          ),
        )
        .orderBy(desc(deliveries.createdAt));
      return { lastAt: rows[0]?.at ?? null, named: new Set(rows.flatMap(({ about }) => about)) };
    },
  };
}
