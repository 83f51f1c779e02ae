/** What the policy is asked, and what it answers. Safe in a browser: types and pure functions only. */

import type { Standing, UsherRole } from '../invitation';
import type { LookalikeWarning } from '../lookalike-warning';
import type { Approvers } from './document';

/** Something of the upstream with all that a rule may call it by: its id first, then its names. */
export type Named = { id: string; names: readonly string[] };

/** Everything that a verdict depends on. */
export type PolicyFacts = {
  inviter: { subject: string; email: string; roles: readonly UsherRole[]; groups: readonly string[] };
  directory: Named;
  roles: readonly Named[];
  /** As `parseEmail` gives it. */
  email: string;
  sponsor: Named | null;
  purpose: string;
  ticket: string;
  /** Invitations of the last 24 hours, this one not among them. */
  sent: { byInviter: number; toDomain: number; inAll: number };
};

export const REASON_CODES = [
  'rule',
  'otherwise',
  'paused',
  'domain-denied',
  'domain-not-allowed',
  'role-not-grantable',
  'purpose-pattern',
  'ticket-required',
  'ticket-pattern',
  'sponsor-required',
  'ceiling-inviter',
  'ceiling-domain',
  'ceiling-all',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** Why a verdict is what it is, as facts; words are made of it elsewhere. */
export type Reason = {
  code: ReasonCode;
  /** With `rule`: which. */
  rule?: { id: string; name: string };
  /** The role that it is about, by its first name; absent when it is about the whole invitation. */
  role?: string;
  /** An administrator's own words: a rule's reason, a pattern's hint, why sending is paused. */
  words?: string;
  limit?: number;
};

export type Verdict =
  | { answer: 'allow'; because: Reason[] }
  /** Somebody who fits every one of `of` has to say yes. */
  | { answer: 'needs-approval'; of: Approvers[]; because: Reason[] }
  | { answer: 'deny'; because: Reason[] };

/** A verdict as a form shows it while it is filled. */
export type VerdictView = { answer: Verdict['answer']; paused: boolean; sentences: string[] };

/** What would become of an invitation. `standing` is null for who may not know who has an address. */
export type Outlook = { standing: Standing | null; verdict: VerdictView; warnings: LookalikeWarning[] };

/** The field of the form that would mend a reason; null where none would. */
export const FIELD_OF: Record<ReasonCode, 'email' | 'roleIds' | 'purpose' | 'ticket' | 'sponsorUserId' | null> = {
  rule: null,
  otherwise: null,
  paused: null,
  'domain-denied': 'email',
  'domain-not-allowed': 'email',
  'role-not-grantable': 'roleIds',
  'purpose-pattern': 'purpose',
  'ticket-required': 'ticket',
  'ticket-pattern': 'ticket',
  'sponsor-required': 'sponsorUserId',
  'ceiling-inviter': null,
  'ceiling-domain': null,
  'ceiling-all': null,
};

/** Reasons that hold today and may not hold when a request is decided: they stop sending, not asking. */
const PASSING: ReadonlySet<ReasonCode> = new Set(['paused', 'ceiling-inviter', 'ceiling-domain', 'ceiling-all']);
export const isPassing = ({ code }: Reason): boolean => PASSING.has(code);
