import { sql } from 'drizzle-orm';
import {
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
import {
  BATCH_KINDS,
  BATCH_SOURCES,
  BATCH_STATES,
  type ColumnField,
  type Finding,
  ROW_CLASSES,
  ROW_STATES,
  type RowContent,
  type RowField,
  type SharedValues,
} from '../invitations/bulk/batch';
import { instant, quoted } from './columns';

/** Relative imports only: drizzle-kit reads this file, and knows no alias. */

/** Many invitations, revokes or re-issues that one person starts at once. */
export const batches = pgTable(
  'batch',
  {
    id: uuid().primaryKey(),
    kind: text({ enum: BATCH_KINDS }).notNull(),
    source: text({ enum: BATCH_SOURCES }).notNull(),
    state: text({ enum: BATCH_STATES }).notNull(),
    submissionKey: uuid('submission_key').notNull(),
    fileName: text('file_name').notNull().default(''),
    fileHash: text('file_hash').notNull().default(''),
    header: jsonb().$type<string[]>().notNull(),
    mapping: jsonb().$type<(ColumnField | null)[]>().notNull(),
    shared: jsonb().$type<SharedValues>().notNull(),
    reason: text().notNull().default(''),
    actorSubject: text('actor_subject').notNull(),
    actorName: text('actor_name').notNull(),
    actorEmail: text('actor_email').notNull(),
    actorRole: text('actor_role').notNull(),
    requestId: text('request_id').notNull(),
    rows: integer().notNull().default(0),
    plannedRows: integer('planned_rows').notNull().default(0),
    planHash: text('plan_hash').notNull().default(''),
    plannedAt: instant('planned_at'),
    copiedAt: instant('copied_at'),
    confirmedAt: instant('confirmed_at'),
    sendAfter: instant('send_after'),
    startedAt: instant('started_at'),
    endedAt: instant('ended_at'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('batch_submission_key').on(table.submissionKey),
    index('batch_created').on(table.createdAt, table.id),
    index('batch_file').on(table.fileHash).where(sql`file_hash <> ''`),
    // What has work to come.
    index('batch_due').on(table.confirmedAt).where(sql`state in ('reading', 'planning', 'held', 'running')`),
    check('batch_kind_known', sql`kind in (${quoted(BATCH_KINDS)})`),
    check('batch_source_known', sql`source in (${quoted(BATCH_SOURCES)})`),
    check('batch_state_known', sql`state in (${quoted(BATCH_STATES)})`),
  ],
);

/** One person of a batch, or one invitation that a bulk act is about. */
export const batchRows = pgTable(
  'batch_row',
  {
    batchId: uuid('batch_id')
      .notNull()
      .references(() => batches.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    cells: jsonb().$type<string[]>().notNull(),
    /** No foreign key: a restore puts the rows back in any order, and none of the ledger's is ever deleted. */
    targetId: uuid('target_id'),
    content: jsonb().$type<RowContent>().notNull(),
    /** `parseEmail().key`; "" for what is no address. */
    emailKey: text('email_key').notNull().default(''),
    given: jsonb().$type<Partial<Record<RowField, string>>>().notNull(),
    problems: jsonb().$type<Partial<Record<RowField | 'row', string>>>().notNull(),
    leftOut: boolean('left_out').notNull().default(false),
    acknowledged: text().notNull().default(''),
    class: text({ enum: ROW_CLASSES }),
    finding: jsonb().$type<Finding>().notNull().default({}),
    changed: boolean().notNull().default(false),
    state: text({ enum: ROW_STATES }).notNull().default('draft'),
    submissionKey: uuid('submission_key').notNull().defaultRandom(),
    invitationId: uuid('invitation_id'),
    requestId: uuid('request_id'),
    failureCode: text('failure_code'),
    failureDetail: text('failure_detail'),
    updatedAt: instant('updated_at').notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.batchId, table.number] }),
    index('batch_row_state').on(table.batchId, table.state, table.number),
    index('batch_row_email').on(table.emailKey),
    index('batch_row_invitation').on(table.invitationId).where(sql`invitation_id is not null`),
    check('batch_row_class_known', sql`class in (${quoted(ROW_CLASSES)})`),
    check('batch_row_state_known', sql`state in (${quoted(ROW_STATES)})`),
  ],
);

/** What was learnt of how fast the upstream takes invitations: one row, with which the next leader begins. */
export const bulkPace = pgTable(
  'bulk_pace',
  { id: boolean().primaryKey().default(true), state: jsonb().notNull(), updatedAt: instant('updated_at').notNull() },
  () => [check('bulk_pace_single', sql`id`)],
);
