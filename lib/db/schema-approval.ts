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
import type { RequestChange, RequestContent } from '../invitations/requests/record';
import { MESSAGE_KINDS, REQUEST_KINDS, REQUEST_STATES } from '../invitations/requests/record';
import type { Approvers, Policy } from '../invitations/rules/document';
import { POLICY_ORIGINS } from '../invitations/rules/policy-book';
import { instant, quoted } from './columns';
import { invitations } from './schema';

/** Relative imports only: drizzle-kit reads this file, and knows no alias. */

/** Who has signed in, as the identity provider described them last: for rules that name a group, and for mail. */
export const accounts = pgTable(
  'account',
  {
    subject: text().primaryKey(),
    name: text().notNull(),
    email: text().notNull(),
    emailVerified: boolean('email_verified').notNull(),
    roles: text().array().notNull(),
    groups: text().array().notNull(),
    /** Kinds of mail that this person does not want. */
    muted: text().array().notNull().default(sql`'{}'`),
    signedInAt: instant('signed_in_at').notNull(),
  },
  (table) => [index('account_email').on(sql`lower(${table.email})`)],
);

/** Versions of the policy. The highest number holds; none is ever changed. */
export const policyVersions = pgTable(
  'policy_version',
  {
    number: integer().primaryKey(),
    policy: jsonb().$type<Policy>().notNull(),
    origin: text({ enum: POLICY_ORIGINS }).notNull(),
    note: text().notNull().default(''),
    /** "" for Usher itself. */
    authorSubject: text('author_subject').notNull().default(''),
    authorName: text('author_name').notNull().default(''),
    authorEmail: text('author_email').notNull().default(''),
    authorRole: text('author_role').notNull().default(''),
    at: instant('at').notNull(),
  },
  () => [check('policy_version_origin_known', sql`origin in (${quoted(POLICY_ORIGINS)})`)],
);

/** What somebody asks the desk for. */
export const requests = pgTable(
  'request',
  {
    id: uuid().primaryKey(),
    submissionKey: uuid('submission_key').notNull(),
    kind: text({ enum: REQUEST_KINDS }).notNull(),
    reissues: uuid().references(() => invitations.id),
    state: text({ enum: REQUEST_STATES }).notNull(),
    revision: integer().notNull(),
    content: jsonb().$type<RequestContent>().notNull(),
    contentHash: text('content_hash').notNull(),
    directoryId: text('directory_id').notNull(),
    emailKey: text('email_key').notNull(),
    sponsorName: text('sponsor_name').notNull().default(''),
    requesterSubject: text('requester_subject').notNull(),
    requesterName: text('requester_name').notNull(),
    requesterEmail: text('requester_email').notNull(),
    requesterRole: text('requester_role').notNull(),
    wantedUntil: text('wanted_until').notNull().default(''),
    /** Why the requester went on although the address looks like another. */
    acknowledged: text().notNull().default(''),
    approvers: jsonb().$type<Approvers[]>().notNull(),
    policyNumber: integer('policy_number').notNull(),
    deciderSubject: text('decider_subject'),
    deciderName: text('decider_name'),
    deciderEmail: text('decider_email'),
    deciderRole: text('decider_role'),
    decidedAt: instant('decided_at'),
    decisionWords: text('decision_words').notNull().default(''),
    decisionChanges: jsonb('decision_changes').$type<RequestChange[]>().notNull().default([]),
    invitationId: uuid('invitation_id').references(() => invitations.id),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    uniqueIndex('request_submission_key').on(table.submissionKey),
    // Two who ask for the same guest: the second is told of the first.
    uniqueIndex('request_live').on(table.directoryId, table.emailKey).where(sql`state in ('open', 'asked-back')`),
    index('request_queue').on(table.createdAt, table.id).where(sql`state in ('open', 'asked-back')`),
    index('request_requester').on(table.requesterSubject, table.createdAt, table.id),
    index('request_invitation').on(table.invitationId),
    index('request_expires').on(table.expiresAt).where(sql`state in ('open', 'asked-back')`),
    check('request_kind_known', sql`kind in (${quoted(REQUEST_KINDS)})`),
    check('request_state_known', sql`state in (${quoted(REQUEST_STATES)})`),
  ],
);

/** The short thread between whoever asks and whoever decides. */
export const requestMessages = pgTable(
  'request_message',
  {
    requestId: uuid('request_id')
      .notNull()
      .references(() => requests.id),
    /** 1, 2, … within the request. */
    number: integer().notNull(),
    at: instant('at').notNull(),
    kind: text({ enum: MESSAGE_KINDS }).notNull(),
    authorSubject: text('author_subject').notNull(),
    authorName: text('author_name').notNull(),
    authorEmail: text('author_email').notNull(),
    authorRole: text('author_role').notNull(),
    text: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.requestId, table.number] })],
);
