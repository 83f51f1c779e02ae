import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { DOUBLE_KINDS } from '../invitations/double';
import type { AttemptContent } from '../invitations/ledger';
import { FINAL_STATES, LEDGER_STATES } from '../invitations/ledger-states';
import type { Attempt } from '../invitations/protocol';
import { instant, quoted } from './columns';

/** Relative imports only: drizzle-kit reads this file, and knows no alias. */

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

export const AUDIT_PARTS = ['actor', 'target', 'text'] as const;
const ORIGINS = ['usher', 'outside'] as const;
const ATTEMPT_KINDS = ['create', 'revoke'] as const;
export const ATTEMPT_STATES = ['intent', 'sending', 'unknown', 'settled', 'refused', 'needs-person'] as const;

/**
 * One row for each invitation that Usher knows of: what was asked for, by whom and why, how it stands, and the local copy
 * of the upstream's facts. Those made outside Usher have an origin of their own and no sender.
 */
export const invitations = pgTable(
  'invitation',
  {
    id: uuid().primaryKey(),
    directoryId: text('directory_id').notNull(),
    email: text().notNull(),
    /** `parseEmail().key`: two addresses with one key are one person. */
    emailKey: text('email_key').notNull(),
    displayName: text('display_name').notNull(),
    roleIds: text('role_ids').array().notNull(),
    sponsorUserId: text('sponsor_user_id').notNull(),
    sponsorName: text('sponsor_name').notNull().default(''),
    purpose: text().notNull(),
    ticket: text().notNull().default(''),
    jobId: text('job_id').notNull().default(''),
    onboardingFlowId: text('onboarding_flow_id').notNull().default(''),

    state: text({ enum: LEDGER_STATES }).notNull(),
    origin: text({ enum: ORIGINS }).notNull(),
    /** Null for those made outside Usher. */
    submissionKey: uuid('submission_key'),
    contentHash: text('content_hash').notNull().default(''),
    /** The human who sent it; "" for those made outside Usher. */
    senderSubject: text('sender_subject').notNull().default(''),
    senderName: text('sender_name').notNull().default(''),
    senderEmail: text('sender_email').notNull().default(''),
    /** The request that it came of and who approved it; null and "" for what its sender could send alone. */
    requestId: uuid('request_id'),
    approverSubject: text('approver_subject').notNull().default(''),
    approverName: text('approver_name').notNull().default(''),
    approverEmail: text('approver_email').notNull().default(''),
    /** Who looks after the guest since the sponsor cannot; "" while it is the sponsor. */
    keeperUserId: text('keeper_user_id').notNull().default(''),
    keeperName: text('keeper_name').notNull().default(''),
    failureCode: text('failure_code'),
    failureDetail: text('failure_detail'),

    upstreamId: text('upstream_id'),
    upstreamStatus: text('upstream_status').notNull().default(''),
    invitedByUserId: text('invited_by_user_id').notNull().default(''),
    createdUserId: text('created_user_id').notNull().default(''),
    upstreamCreatedAt: instant('upstream_created_at'),
    expiresAt: instant('expires_at'),
    acceptedAt: instant('accepted_at'),
    /** When the upstream's facts were last seen. */
    seenAt: instant('seen_at'),

    /**
     * Of one made outside Usher: which of ours it is probably a second of, and why it is thought so. No foreign key: a restore
     * puts the rows back in any order, and none of ours is ever deleted.
     */
    doubleOf: uuid('double_of'),
    doubleKind: text('double_kind', { enum: DOUBLE_KINDS }),
    /** When a person said that both are meant. */
    doubleKeptAt: instant('double_kept_at'),

    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    /** What the search box looks through, in lower case. */
    searchText: text('search_text').generatedAlwaysAs(
      sql`lower(email || ' ' || display_name || ' ' || purpose || ' ' || sponsor_name || ' ' || sender_name)`,
    ),
  },
  (table) => [
    uniqueIndex('invitation_submission_key').on(table.submissionKey),
    uniqueIndex('invitation_upstream_id').on(table.upstreamId),
    // While one is live, a second for the same directory and person cannot even be recorded.
    uniqueIndex('invitation_live')
      .on(table.directoryId, table.emailKey)
      .where(sql`origin = 'usher' and state not in (${quoted(FINAL_STATES)})`),
    index('invitation_email').on(table.emailKey),
    // Ascending, and read backwards: drizzle's `.desc()` would say NULLS LAST, which no plain ORDER BY … DESC can use.
    index('invitation_state').on(table.state, table.createdAt, table.id),
    index('invitation_created').on(table.createdAt, table.id),
    // The desk's orders and filters; each ends as the order does, so that a page is read off and not sorted.
    index('invitation_expires').on(sql`coalesce(${table.expiresAt}, 'infinity'::timestamptz)`, table.id),
    // Which of the open ones are over by the clock, or will be soon.
    index('invitation_lapse').on(table.expiresAt).where(sql`state = 'pending'`),
    index('invitation_name').on(sql`left(lower(${table.displayName}), 100)`, table.id),
    index('invitation_directory').on(table.directoryId, table.createdAt, table.id),
    index('invitation_sponsor').on(table.sponsorUserId, table.createdAt, table.id),
    index('invitation_sender').on(table.senderSubject, table.createdAt, table.id),
    index('invitation_keeper').on(table.keeperUserId).where(sql`keeper_user_id <> ''`),
    index('invitation_double').on(table.doubleOf).where(sql`double_of is not null`),
    index('invitation_roles').using('gin', table.roleIds),
    index('invitation_search').using('gin', sql`${table.searchText} gin_trgm_ops`),
    check('invitation_state_known', sql`state in (${quoted(LEDGER_STATES)})`),
    check('invitation_origin_known', sql`origin in (${quoted(ORIGINS)})`),
    check('invitation_double_known', sql`double_kind in (${quoted(DOUBLE_KINDS)})`),
  ],
);

/** Every call that may have an effect upstream, one row each: recorded before it is made. */
export const attempts = pgTable(
  'attempt',
  {
    id: uuid().primaryKey(),
    invitationId: uuid('invitation_id')
      .notNull()
      .references(() => invitations.id),
    /** 1, 2, … within the invitation. */
    number: integer().notNull(),
    kind: text({ enum: ATTEMPT_KINDS }).notNull(),
    state: text({ enum: ATTEMPT_STATES }).notNull(),
    /** The state with all that `protocol.ts` keeps in it: lease, marks of reads, candidates. */
    protocol: jsonb().$type<Attempt>().notNull(),
    /** What is sent, and for a re-issue what is sent after its revoke. */
    content: jsonb().$type<AttemptContent>().notNull(),
    actorSubject: text('actor_subject').notNull(),
    actorName: text('actor_name').notNull(),
    actorEmail: text('actor_email').notNull(),
    actorRole: text('actor_role').notNull(),
    requestId: text('request_id').notNull(),
    /** When it was recorded, by the upstream's own clock: what it created cannot be older. */
    intentAtUpstream: instant('intent_at_upstream').notNull(),
    upstreamId: text('upstream_id'),
    failureCode: text('failure_code'),
    failureDetail: text('failure_detail'),
    /** The batch that it is a row of, and which; null for what stands by itself. */
    batchId: uuid('batch_id'),
    batchRow: integer('batch_row'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('attempt_number').on(table.invitationId, table.number),
    // One attempt of an invitation is open at a time; and nothing upstream is claimed twice.
    uniqueIndex('attempt_open')
      .on(table.invitationId)
      .where(sql`state in ('intent', 'sending', 'unknown', 'needs-person')`),
    uniqueIndex('attempt_upstream_id').on(table.upstreamId).where(sql`kind = 'create'`),
    check('attempt_kind_known', sql`kind in (${quoted(ATTEMPT_KINDS)})`),
    check('attempt_state_known', sql`state in (${quoted(ATTEMPT_STATES)})`),
    // What was sent of late, for the ceilings (sent-lately.ts).
    index('attempt_created').on(table.createdAt),
    // Without the rows of a batch that wait for their turn: thousands, which only the run of their batch looks at.
    index('attempt_due')
      .on(table.createdAt, table.id)
      .where(sql`state in ('intent', 'sending', 'unknown') and (batch_id is null or state <> 'intent')`),
    index('attempt_queued').on(table.batchId, table.batchRow).where(sql`state = 'intent' and batch_id is not null`),
    index('attempt_batch').on(table.batchId, table.batchRow).where(sql`batch_id is not null`),
  ],
);

/**
 * Append-only: triggers of the migration refuse UPDATE, DELETE and TRUNCATE. Each entry carries the hash of the one before.
 * Nothing in here is about a person as such: names, addresses and free text lie in `audit_personal`, and only their hashes
 * are in the chain. `docs/audit.md` has the canonical form.
 */
export const audit = pgTable(
  'audit',
  {
    sequence: bigint({ mode: 'number' }).primaryKey(),
    at: instant('at').notNull(),
    action: text().notNull(),
    invitationId: uuid('invitation_id'),
    upstreamId: text('upstream_id'),
    requestId: text('request_id').notNull(),
    /** Plain facts: codes, ids, counts. */
    details: jsonb().notNull(),
    /** `{ actor, target, text }`: the salted hash of each part that the entry has, in lower-case hex. */
    personalHashes: jsonb('personal_hashes').$type<Record<string, string>>().notNull(),
    previousHash: bytes('previous_hash').notNull(),
    hash: bytes().notNull(),
  },
  (table) => [
    index('audit_invitation').on(table.invitationId),
    index('audit_action').on(table.action, table.sequence),
    index('audit_at').on(table.at),
  ],
);

/** What the audit's search for a person looks through, in lower case; written as its index is, or that would not be used. */
export const PERSON_TEXT = sql.raw(
  `lower(coalesce(content ->> 'email', '') || ' ' || coalesce(content ->> 'name', '') || ' ' || person)`,
);

/** What an entry says about a person. A row may be deleted, on purpose only (`erase.ts`); none is ever changed. */
export const auditPersonal = pgTable(
  'audit_personal',
  {
    sequence: bigint({ mode: 'number' })
      .notNull()
      .references(() => audit.sequence),
    part: text({ enum: AUDIT_PARTS }).notNull(),
    /** Whom it is about: an actor's subject, or an invited person's email key; "" for free text. */
    person: text().notNull(),
    salt: bytes().notNull(),
    content: jsonb().$type<Record<string, unknown>>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sequence, table.part] }),
    index('audit_personal_person').on(table.person),
    index('audit_personal_search')
      .using('gin', sql`(${PERSON_TEXT}) gin_trgm_ops`)
      .where(sql`part in ('actor', 'target')`),
  ],
);

/** The end of the chain: one row. Its lock puts appends in line, so that there is no gap and no fork. */
export const auditHead = pgTable(
  'audit_head',
  {
    id: boolean().primaryKey().default(true),
    sequence: bigint({ mode: 'number' }).notNull(),
    hash: bytes().notNull(),
  },
  () => [check('audit_head_single', sql`id`)],
);

/** The local copy of the upstream's people: who is already a user, and whom a list can name. */
export const people = pgTable(
  'person',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    email: text().notNull(),
    emailKey: text('email_key').notNull(),
    jobTitle: text('job_title').notNull(),
    department: text().notNull(),
    status: text({ enum: ['enabled', 'disabled', 'deleted', 'unknown'] }).notNull(),
    type: text({ enum: ['human', 'service', 'system', 'agent', 'unknown'] }).notNull(),
    seenAt: instant('seen_at').notNull(),
  },
  (table) => [
    index('person_email').on(table.emailKey),
    // Who is near an address or a name (near-people.ts); the expressions must be that query's.
    index('person_near_local').using('gin', sql`split_part(lower(${table.email}), '@', 1) gin_trgm_ops`),
    index('person_near_name').using('gin', sql`lower(${table.name}) gin_trgm_ops`),
  ],
);

/** How far the sync of each part has come: `people`, or `invitations:<directory>`. */
export const syncs = pgTable('sync', {
  part: text().primaryKey(),
  /** Where an interrupted run goes on; null between runs. */
  cursor: jsonb(),
  startedAt: instant('started_at'),
  /** When the copy was last whole. */
  wholeAt: instant('whole_at'),
  problem: text(),
});

/** Facts about this database as a whole: one row. A restored or copied one sends nothing until somebody says go. */
export const installation = pgTable(
  'installation',
  {
    id: boolean().primaryKey().default(true),
    /** Changes with each restore or copy; a process that remembers another one stops sending. */
    incarnation: uuid().notNull(),
    sendingStopped: boolean('sending_stopped').notNull().default(false),
    stoppedBecause: text('stopped_because').notNull().default(''),
    /** Which server, database and folder this was last seen in; another one means that it was copied. Null before the first start. */
    place: text(),
  },
  () => [check('installation_single', sql`id`)],
);
