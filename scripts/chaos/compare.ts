import { emailKey } from '@/lib/invitations/email';
import { grouped } from '../lib/grouped';

/** An invitation that the tenant holds and did not hold before the run. */
export type Upstream = {
  id: string;
  directoryId: string;
  email: string;
  /** By the service principal that Usher acts as. */
  byPrincipal: boolean;
};

/** An invitation in the ledger that was sent through Usher. */
export type Recorded = {
  id: string;
  submissionKey: string;
  email: string;
  state: string;
  upstreamId: string | null;
  sender: { subject: string; name: string };
  /** States of its attempts, in order. */
  attempts: string[];
};

/** One entry of the audit about an invitation; `actor` is the subject of the human behind it, "" where there is none. */
export type Audited = { invitationId: string; action: string; actor: string };

/** What the form was told last, for one submission. */
export type Told = { submissionKey: string; email: string; sender: string; upstreamId: string | null };

export type Found = {
  upstream: Upstream[];
  ledger: Recorded[];
  audit: Audited[];
  told: Told[];
  /** What verifyAudit says. */
  auditProblems: string[];
};

export type Verdict = {
  /** Recorded intents that have no invitation upstream and are not shown as failed; receipts for what is not there. */
  lost: number;
  /** Invitations upstream beyond the first for one person in one directory. */
  doubled: number;
  /** Made upstream by the service principal, without a named human in ledger and audit. */
  unattributed: number;
  /** Needs a person, or is still open. */
  stuck: number;
  /** Each of these in words, and whatever else does not fit together. */
  findings: string[];
};

export const OPEN = new Set(['intent', 'held', 'queued', 'sending', 'unknown', 'needs-person', 'reissuing']);

/** Compares the three accounts of what happened: the tenant's, the ledger's and the audit's; and what people were told. */
export function compare(found: Found): Verdict {
  const lost = lostOnes(found);
  const doubled = doubledOnes(found.upstream);
  const unattributed = unattributedOnes(found);
  const stuck = found.ledger
    .filter(({ state }) => OPEN.has(state))
    .map(
      ({ id, email, state, attempts }) => `stuck: ${id} for ${email} is “${state}”, attempts: ${attempts.join(', ')}`,
    );
  return {
    lost: lost.length,
    doubled: doubled.length,
    unattributed: unattributed.length,
    stuck: stuck.length,
    findings: [...lost, ...doubled, ...unattributed, ...stuck, ...auditGaps(found)],
  };
}

function lostOnes({ upstream, ledger, audit, told }: Found): string[] {
  const there = new Set(upstream.map(({ id }) => id));
  const byKey = new Map(ledger.map((row) => [row.submissionKey, row]));
  const rows = new Set(ledger.map(({ id }) => id));
  const unsent = ledger.filter(
    ({ state, upstreamId }) => state !== 'failed' && (upstreamId === null || !there.has(upstreamId)),
  );
  const unrecorded = told.filter(({ submissionKey, upstreamId }) => {
    return upstreamId !== null && byKey.get(submissionKey)?.upstreamId !== upstreamId;
  });
  const vanished = audit.filter(({ action, invitationId }) => action === REQUESTED && !rows.has(invitationId));
  return [
    ...unsent.map(({ id, email, state, upstreamId }) => {
      return `lost: ${id} for ${email} is “${state}”, and upstream has no ${upstreamId ?? 'invitation for it'}`;
    }),
    ...unrecorded.map(({ submissionKey, email, upstreamId }) => {
      const known = byKey.get(submissionKey)?.upstreamId ?? 'nothing';
      return `lost: the form was told ${upstreamId} for ${email}, and the ledger knows ${known} under that key`;
    }),
    ...vanished.map(({ invitationId }) => `lost: the audit has the request of ${invitationId}, and the ledger nothing`),
  ];
}

function doubledOnes(upstream: Upstream[]): string[] {
  const groups = grouped(upstream, ({ directoryId, email }) => `${directoryId} ${emailKey(email)}`);
  return [...groups.values()].flatMap((group) =>
    group.slice(1).map(({ id, email }) => `doubled: ${email} has ${group[0]?.id ?? ''} and also ${id} upstream`),
  );
}

function unattributedOnes({ upstream, ledger, audit }: Found): string[] {
  const named = new Set(ledger.filter(({ sender }) => sender.subject !== '' && sender.name !== '').map(({ id }) => id));
  const asked = new Set(audit.filter(({ action, actor }) => action === REQUESTED && actor !== '').map(idOf));
  const byUpstreamId = new Map(ledger.map((row) => [row.upstreamId, row.id]));
  return upstream
    .filter(({ id, byPrincipal }) => {
      const row = byUpstreamId.get(id);
      return byPrincipal && (row === undefined || !named.has(row) || !asked.has(row));
    })
    .map(
      ({ id, email }) =>
        `unattributed: ${id} for ${email} was made by the service principal, and no human stands behind it`,
    );
}

/** The audit must tell how each invitation ended, and its chain must hold. */
function auditGaps({ ledger, audit, auditProblems, told }: Found): string[] {
  const actions = grouped(audit, idOf);
  const has = (id: string, action: string) => actions.get(id)?.some((entry) => entry.action === action) ?? false;
  const silent = ledger.filter(({ id, state, upstreamId }) => {
    if (OPEN.has(state)) return false;
    return !has(id, upstreamId === null ? 'invitation.refused' : 'invitation.sent');
  });
  const subjects = new Map(ledger.map(({ submissionKey, sender }) => [submissionKey, sender.name]));
  const others = told.filter(({ submissionKey, sender }) => (subjects.get(submissionKey) ?? sender) !== sender);
  return [
    ...auditProblems.map((problem) => `audit: ${problem}`),
    ...silent.map(({ id, state }) => `audit: it does not say how ${id} became “${state}”`),
    ...others.map(
      ({ email, sender }) => `audit: ${email} was invited by ${sender}, and the ledger names somebody else`,
    ),
  ];
}

const REQUESTED = 'invitation.requested';
const idOf = ({ invitationId }: Audited): string => invitationId;
