/** What a batch is: many invitations (or revokes, or re-issues) that one person starts at once. Safe in a browser: plain data only. */
import type { Human } from '../ledger';
import type { LookalikeWarning } from '../lookalike-warning';

export const BATCH_KINDS = ['invite', 'revoke', 'reissue'] as const;
export type BatchKind = (typeof BATCH_KINDS)[number];

/** A file that was uploaded, addresses typed or pasted into the form, or invitations selected in the list. */
export const BATCH_SOURCES = ['file', 'paste', 'list'] as const;
export type BatchSource = (typeof BATCH_SOURCES)[number];

/**
 *   reading ─▶ draft ⇄ planning ─▶ planned ─▶ (held ─▶) running ⇄ paused ─▶ done
 *                ▲___________________│           └───────┴─────────┴─▶ cancelled
 *
 * Whatever is changed before the run makes a draft of it again: what is confirmed is a plan of exactly what is there.
 */
export const BATCH_STATES = [
  'reading',
  'draft',
  'planning',
  'planned',
  'held',
  'running',
  'paused',
  'done',
  'cancelled',
] as const;
export type BatchState = (typeof BATCH_STATES)[number];

/** Where a row is. What is not in one of `FINAL_ROW_STATES` still has something to come. */
export const ROW_STATES = [
  'draft',
  /** Confirmed, and not in the ledger yet. */
  'waiting',
  'queued',
  'sending',
  'unknown',
  'done',
  /** It needs somebody's approval: there is a request for it. */
  'asked',
  'failed',
  /** Left out by hand or by the plan: nothing was ever tried. */
  'skipped',
  'cancelled',
] as const;
export type RowState = (typeof ROW_STATES)[number];
export const FINAL_ROW_STATES = ['done', 'asked', 'failed', 'skipped', 'cancelled'] as const satisfies RowState[];

/** What the plan says of a row. */
export const ROW_CLASSES = [
  'new',
  'expired',
  'needs-approval',
  'lookalike',
  'revoked',
  'pending',
  'already-user',
  'already-sent',
  'twice',
  'denied',
  'bad',
  /** Of a bulk revoke or re-issue: it can be done, or there is nothing (any more) that it could be done to. */
  'ready',
  'over',
] as const;
export type RowClass = (typeof ROW_CLASSES)[number];
/** What goes when its plan is confirmed: as it is, or only once somebody has said why it is right. */
export const GOING = ['new', 'expired', 'needs-approval', 'ready'] as const satisfies RowClass[];
export const GOING_WITH_A_WORD = ['lookalike', 'revoked'] as const satisfies RowClass[];

export const ROW_FIELDS = [
  'email',
  'displayName',
  'directoryId',
  'roleIds',
  'sponsorUserId',
  'purpose',
  'ticket',
] as const;
export type RowField = (typeof ROW_FIELDS)[number];

/** What a column of a file can be: a field, or a part of the name. */
export const COLUMN_FIELDS = [...ROW_FIELDS, 'firstName', 'lastName'] as const;
export type ColumnField = (typeof COLUMN_FIELDS)[number];

/** What holds for every row that says nothing else. */
export type SharedValues = {
  directoryId: string;
  roleIds: string[];
  sponsorUserId: string;
  purpose: string;
  ticket: string;
};

/** One row's own values; null stands for the shared one. */
export type RowContent = {
  email: string;
  displayName: string;
  directoryId: string | null;
  roleIds: string[] | null;
  sponsorUserId: string | null;
  purpose: string | null;
  ticket: string | null;
};

/** What a row comes to with what it shares. */
export type WholeContent = SharedValues & { email: string; displayName: string };

export const wholeContent = (row: RowContent, shared: SharedValues): WholeContent => ({
  email: row.email,
  displayName: row.displayName,
  directoryId: row.directoryId ?? shared.directoryId,
  roleIds: row.roleIds ?? shared.roleIds,
  sponsorUserId: row.sponsorUserId ?? shared.sponsorUserId,
  purpose: row.purpose ?? shared.purpose,
  ticket: row.ticket ?? shared.ticket,
});

/** Why a row is classed as it is: facts for the page's words. Ids are the ledger's. */
export type Finding = {
  /** Whom or what it is about: a user's name, who invited or revoked. */
  who?: string;
  /** Until when, or when: ISO 8601 UTC. */
  when?: string;
  invitationId?: string;
  /** With `twice`: the row that comes first. */
  row?: number;
  /** With `needs-approval`, `denied`, `lookalike`, `bad`, `revoked`: sentences. */
  because?: string[];
  /** With `needs-approval`: whose word it needs, in words. */
  approvers?: string;
  /** With `lookalike`: what the address could be taken for, and the one that was probably meant, when there is one. */
  warnings?: readonly LookalikeWarning[];
  fixed?: string;
};

export type BatchRow = {
  /** 1, 2, … as in the file. */
  number: number;
  /** The cells of the file, as they were; [] for what is from no file. */
  cells: string[];
  /** Of a bulk revoke or re-issue: the invitation in the ledger. */
  targetId: string | null;
  content: RowContent;
  /** As it was written, where that could not be read: field → text. */
  given: Partial<Record<RowField, string>>;
  /** Field → what is wrong with it, in words; `row` for the whole. */
  problems: Partial<Record<RowField | 'row', string>>;
  leftOut: boolean;
  /** Why an address is right that looks like another; "" until somebody says. */
  acknowledged: string;
  class: RowClass | null;
  finding: Finding;
  /** The plan says something else of it than when it was shown. */
  changed: boolean;
  state: RowState;
  /** Made with the row: one key, at most one invitation. */
  submissionKey: string;
  /** What came of it: in the ledger, or a request. */
  invitationId: string | null;
  requestId: string | null;
  failure: { code: string; detail: string } | null;
};

export type Batch = {
  id: string;
  kind: BatchKind;
  source: BatchSource;
  state: BatchState;
  submissionKey: string;
  /** "" for what is from no file. */
  fileName: string;
  /** SHA-256 in hex; "" for what is from no file. */
  fileHash: string;
  /** The file's first line, [] where it had none; and what each column is taken for. */
  header: string[];
  mapping: (ColumnField | null)[];
  shared: SharedValues;
  /** Of a bulk revoke or re-issue: why. */
  reason: string;
  actor: Human;
  requestId: string;
  rows: number;
  /** How far planning has come. */
  plannedRows: number;
  /** Of the plan as it stands; "" while there is none. */
  planHash: string;
  plannedAt: Date | null;
  /** The oldest whole copy that the plan went by. */
  copiedAt: Date | null;
  confirmedAt: Date | null;
  /** While it is held: when it begins. */
  sendAfter: Date | null;
  startedAt: Date | null;
  endedAt: Date | null;
  createdAt: Date;
};

/** More than these are revoked or sent again only by somebody who types how many. */
export const TYPED_ABOVE = 10;

/** A row as the page of a plan shows it. */
export type PlanRow = Pick<BatchRow, 'number' | 'acknowledged' | 'class' | 'finding' | 'targetId'> &
  Pick<RowContent, 'email' | 'displayName'>;

/** What the counts of a plan's classes do not say: how many of a class have a word for it, have a fix, or changed. */
export type PlanShape = {
  acknowledged: { lookalike: number; revoked: number };
  fixable: number;
  changed: number;
};

export const MAX_BATCH_ROWS = 20_000;
export const MAX_FILE_BYTES = 20 * 1024 * 1024;
