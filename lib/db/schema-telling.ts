import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { CHANNELS, DELIVERY_STATES } from '../invitations/telling/kinds';
import { instant, quoted } from './columns';

/** Relative imports only: drizzle-kit reads this file, and knows no alias. */

/**
 * How far each reader of the audit has come. The audit is the outbox: an entry is in it exactly when its change is, and its
 * sequence has no gaps and goes up in the order of the commits, so that a mark is all that a reader has to keep.
 */
export const readers = pgTable('reader', {
  name: text().primaryKey(),
  sequence: bigint({ mode: 'number' }).notNull(),
});

/** One thing to be told to one recipient; made in the transaction that moves the reader's mark. */
export const deliveries = pgTable(
  'delivery',
  {
    /** Stays the same however often it is tried: what a recipient recognises it by. */
    id: uuid().primaryKey(),
    channel: text({ enum: CHANNELS }).notNull(),
    /** A kind of mail, or the event's name. */
    kind: text().notNull(),
    /** An address, or the id of a webhook. */
    recipient: text().notNull(),
    /** What it tells of, to whom: the same is never put in twice. */
    key: text().notNull(),
    /** The audit entry that it came of; null for a digest or a trial. */
    sequence: bigint({ mode: 'number' }),
    payload: jsonb().$type<Record<string, unknown>>().notNull(),
    state: text({ enum: DELIVERY_STATES }).notNull(),
    tries: integer().notNull().default(0),
    /** When it is due next. */
    dueAt: instant('due_at').notNull(),
    lastProblem: text('last_problem').notNull().default(''),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('delivery_key').on(table.key),
    index('delivery_due').on(table.dueAt).where(sql`state = 'waiting'`),
    index('delivery_recipient').on(table.recipient, table.createdAt),
    check('delivery_channel_known', sql`channel in (${quoted(CHANNELS)})`),
    check('delivery_state_known', sql`state in (${quoted(DELIVERY_STATES)})`),
  ],
);

/** Every try of a delivery, for the log. */
export const deliveryTries = pgTable(
  'delivery_try',
  {
    deliveryId: uuid('delivery_id')
      .notNull()
      .references(() => deliveries.id, { onDelete: 'cascade' }),
    /** 1, 2, … within the delivery. */
    number: integer().notNull(),
    at: instant('at').notNull(),
    /** HTTP status or SMTP code; null when there was no answer. */
    status: integer(),
    tookMs: integer('took_ms').notNull(),
    problem: text().notNull().default(''),
  },
  (table) => [primaryKey({ columns: [table.deliveryId, table.number] })],
);

/** Where events are sent to. */
export const webhooks = pgTable('webhook', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  url: text().notNull(),
  /** Actions, or beginnings of them as in `invitation`; empty for all. */
  events: text().array().notNull().default(sql`'{}'`),
  /** Encrypted under a key made from the session secret; the one before holds on until its time is over. */
  secret: text().notNull(),
  previousSecret: text('previous_secret').notNull().default(''),
  previousUntil: instant('previous_until'),
  enabled: boolean().notNull().default(true),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
});
