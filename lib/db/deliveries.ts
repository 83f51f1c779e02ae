import 'server-only';
import { and, asc, desc, eq, inArray, lt, lte, ne, sql } from 'drizzle-orm';
import type { Deliveries, Delivery, Logged, NewDelivery, Reader } from '../invitations/telling/deliveries';
import { eventsAfter } from './audit-events';
import { type Database, type Db, databaseNow, type Queryable, type SharedClock } from './connection';
import { auditHead } from './schema';
import { deliveries, deliveryTries, readers } from './schema-telling';
import { inTransaction } from './transaction';

/** Entries read at a time. */
const STRETCH = 200;
const EVERYTHING = { person: '', invitationId: '', action: '', from: '', to: '' };

/** The `Deliveries` port on Postgres. */
export function createDeliveries({ db }: Pick<Database, 'db'>, clock: SharedClock = databaseNow): Deliveries {
  return {
    async begin(names) {
      const end = sql`(select ${auditHead.sequence} from ${auditHead})`;
      const rows = names.map((name) => ({ name, sequence: end }));
      if (rows.length > 0) await db.insert(readers).values(rows).onConflictDoNothing();
    },

    follow: (reader) => follow(db, clock, reader),

    async add(made) {
      await insert(db, made, await clock(db));
    },

    async claimDue({ channels, limit, leaseMs }) {
      const at = await clock(db);
      const due = db
        .select({ id: deliveries.id })
        .from(deliveries)
        .where(
          and(eq(deliveries.state, 'waiting'), lte(deliveries.dueAt, at), inArray(deliveries.channel, [...channels])),
        )
        .orderBy(asc(deliveries.dueAt))
        .limit(limit)
        .for('update', { skipLocked: true });
      return db
        .update(deliveries)
        .set({ tries: sql`${deliveries.tries} + 1`, dueAt: new Date(at.getTime() + leaseMs), updatedAt: at })
        .where(sql`${deliveries.id} in ${due}`)
        .returning();
    },

    async ended(id, { ok, status, tookMs, problem, retryAt }) {
      const at = await clock(db);
      await inTransaction(db, async (tx) => {
        const [row] = await tx
          .update(deliveries)
          .set({
            state: ok ? 'delivered' : retryAt === null ? 'failed' : 'waiting',
            ...(retryAt === null ? {} : { dueAt: retryAt }),
            lastProblem: problem,
            updatedAt: at,
          })
          .where(eq(deliveries.id, id))
          .returning({ tries: deliveries.tries });
        if (row === undefined) return;
        await tx
          .insert(deliveryTries)
          .values({ deliveryId: id, number: row.tries, at, status, tookMs, problem })
          .onConflictDoNothing();
      });
    },

    async byId(id) {
      const [delivery] = await db.select().from(deliveries).where(eq(deliveries.id, id));
      return delivery === undefined ? null : ((await withTries(db, [delivery]))[0] ?? null);
    },

    async log(recipient, limit) {
      const rows = await db
        .select()
        .from(deliveries)
        .where(eq(deliveries.recipient, recipient))
        .orderBy(desc(deliveries.createdAt), desc(deliveries.id))
        .limit(limit);
      return withTries(db, rows);
    },

    async again(id) {
      const at = await clock(db);
      const rows = await db
        .update(deliveries)
        .set({ state: 'waiting', dueAt: at, updatedAt: at })
        .where(eq(deliveries.id, id))
        .returning({ id: deliveries.id });
      return rows.length > 0;
    },

    async forget(before) {
      const rows = await db
        .delete(deliveries)
        .where(and(ne(deliveries.state, 'waiting'), lt(deliveries.updatedAt, before)))
        .returning({ id: deliveries.id });
      return rows.length;
    },
  };
}

async function withTries(db: Db, rows: Delivery[]): Promise<Logged[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const tries = await db
    .select()
    .from(deliveryTries)
    .where(inArray(deliveryTries.deliveryId, ids))
    .orderBy(asc(deliveryTries.number));
  return rows.map((delivery) => ({ delivery, tries: tries.filter(({ deliveryId }) => deliveryId === delivery.id) }));
}

/**
 * The entries are read and judged outside of the transaction; in it only the mark is compared, so that two replicas that read
 * the same stretch put it in once. Entries cannot slip in behind a mark: the chain's head is locked until their commit.
 */
async function follow(db: Db, clock: SharedClock, reader: Reader): Promise<number> {
  const mark = await markOf(db, reader.name);
  const events = await eventsAfter(db, EVERYTHING, mark, STRETCH);
  const last = events.at(-1);
  if (last === undefined) return 0;
  const made = await reader.fan(events);
  await inTransaction(db, async (tx) => {
    const moved = await tx
      .update(readers)
      .set({ sequence: last.sequence })
      .where(and(eq(readers.name, reader.name), eq(readers.sequence, mark)))
      .returning({ name: readers.name });
    if (moved.length > 0) await insert(tx, made, await clock(tx));
  });
  return events.length;
}

async function markOf(db: Db, name: string): Promise<number> {
  const [row] = await db.select().from(readers).where(eq(readers.name, name));
  if (row === undefined) throw new Error(`the reader ${name} has no mark: "begin" makes one`);
  return row.sequence;
}

async function insert(on: Queryable, made: readonly NewDelivery[], at: Date): Promise<void> {
  if (made.length === 0) return;
  const rows = made.map(
    (each): Delivery => ({
      ...each,
      id: crypto.randomUUID(),
      state: 'waiting',
      tries: 0,
      dueAt: at,
      lastProblem: '',
      createdAt: at,
      updatedAt: at,
    }),
  );
  await on.insert(deliveries).values(rows).onConflictDoNothing();
}
