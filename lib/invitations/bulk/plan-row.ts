import { emailKey } from '../email';
import { fieldProblems, inviteSchema } from '../fields';
import { lookalikes } from '../lookalike';
import type { LookalikeWarning } from '../lookalike-warning';
import { domainOf } from '../rules/evaluate';
import { judgeBy } from '../rules/judge';
import { approverWords, verdictSentences } from '../rules/reason-words';
import { isPassing, type Verdict } from '../rules/verdict';
import type { BatchRow, Finding, RowClass, WholeContent } from './batch';
import { countAsSent, type KnownByKey, namesFor, type PlanFacts, sentBefore, sponsorProblem } from './plan-facts';
import { standingByCopy } from './plan-known';
import type { Classed } from './plans';

const rowSchema = inviteSchema.pick({
  email: true,
  displayName: true,
  directoryId: true,
  roleIds: true,
  sponsorUserId: true,
  purpose: true,
  ticket: true,
});

/** What some rows' addresses have behind them, besides what holds for the whole plan. */
export type Around = {
  known: KnownByKey;
  revokes: ReadonlyMap<string, { who: string; when: Date; why: string }>;
};

type Found = { class: RowClass | null; finding: Finding };

/**
 * What will become of a row that invites somebody. Asks nobody: all that it depends on is gathered. The first that stands in
 * the way counts, from what nobody but its writer can mend to what one word lets pass.
 */
export function classOf(row: BatchRow, shared: WholeContent, facts: PlanFacts, around: Around): Classed {
  return { number: row.number, ...found(row, shared, facts, around) };
}

function found(row: BatchRow, whole: WholeContent, facts: PlanFacts, { known, revokes }: Around): Found {
  if (row.leftOut) return { class: null, finding: {} };
  const read = readRow(row, whole, facts);
  if (!read.ok) return { class: 'bad', finding: { because: read.problems } };
  const { content } = read;
  const key = emailKey(content.email);
  const first = firstOf(facts, `${content.directoryId} ${key}`, row.number);
  if (first !== row.number) return { class: 'twice', finding: { row: first } };

  const person = { directoryId: content.directoryId, emailKey: key };
  const { against, before } = standingByCopy(person, known, facts.upstreamNow);
  if (against !== null) return against;

  const verdict = verdictOn(content, facts);
  const names = namesFor(facts, content.sponsorUserId);
  if (verdict.answer === 'deny') return { class: 'denied', finding: { because: verdictSentences(verdict, names) } };

  const warnings = lookalikes(content.email, content.displayName, {
    ...facts.domains,
    people: facts.near.of(row.number),
  });
  const revoked = before?.state === 'revoked' ? { ...about(before.id), ...revokeOf(revokes.get(before.id)) } : null;
  const approval = approvalOf(verdict, names);
  const warned = {
    ...(revoked ?? {}),
    ...(warnings.length === 0 ? {} : { warnings, ...fixOf(warnings) }),
    ...(approval === null ? {} : { approvers: approval.approvers }),
  };
  const acknowledged = row.acknowledged !== '';
  const alarming = warnings.length > 0 ? 'lookalike' : revoked !== null ? 'revoked' : null;
  if (alarming !== null && !acknowledged) return { class: alarming, finding: warned };
  if (approval !== null) return { class: 'needs-approval', finding: { ...warned, ...approval } };
  countAsSent(facts, domainOf(content.email));
  if (alarming !== null) return { class: alarming, finding: warned };
  if (before === null) return { class: 'new', finding: {} };
  const when = before.expiresAt === null ? {} : { when: before.expiresAt.toISOString() };
  return { class: 'expired', finding: { who: before.sender, ...when, ...about(before.id) } };
}

type ReadRow = { ok: true; content: ReturnType<typeof rowSchema.parse> } | { ok: false; problems: string[] };

function readRow(row: BatchRow, whole: WholeContent, facts: PlanFacts): ReadRow {
  const written = Object.values(row.problems);
  if (written.length > 0) return { ok: false, problems: written };
  const parsed = rowSchema.safeParse(whole);
  if (!parsed.success) return { ok: false, problems: Object.values(fieldProblems(parsed.error)) };
  const problems: string[] = [];
  if (!facts.judging.directories.some(({ id }) => id === parsed.data.directoryId))
    problems.push('This directory no longer exists. Choose another.');
  const sponsor = sponsorProblem(facts, parsed.data.sponsorUserId);
  if (sponsor !== null) problems.push(sponsor);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, content: parsed.data };
}

function firstOf({ seen }: PlanFacts, person: string, number: number): number {
  const first = seen.get(person) ?? number;
  seen.set(person, first);
  return first;
}

/** The policy's word. What stops sending for today only does not stop asking. */
export function verdictOn(content: Omit<WholeContent, 'displayName'>, facts: PlanFacts): Verdict {
  const { ticket, sponsorUserId } = content;
  const sent = sentBefore(facts, domainOf(content.email));
  const judged = { content, ticket, sponsor: facts.sponsors.get(sponsorUserId) ?? null, sent };
  const { verdict } = judgeBy(facts.judging, judged);
  if (verdict.answer !== 'deny' || !verdict.because.every(isPassing)) return verdict;
  const lasting = judgeBy(facts.asking, judged).verdict;
  return lasting.answer === 'needs-approval' ? lasting : verdict;
}

function approvalOf(
  verdict: Verdict,
  names: Parameters<typeof approverWords>[1],
): Required<Pick<Finding, 'approvers' | 'because'>> | null {
  if (verdict.answer !== 'needs-approval') return null;
  const whose = new Set(verdict.of.map((of) => approverWords(of, names)));
  return { approvers: [...whose].join(' and '), because: verdictSentences(verdict, names) };
}

const about = (invitationId: string): Finding => ({ invitationId });

const fixOf = (warnings: readonly LookalikeWarning[]): Finding => {
  const fixed = warnings.find((warning) => warning.fixed !== null)?.fixed ?? null;
  return fixed === null ? {} : { fixed };
};

const revokeOf = (by: { who: string; when: Date; why: string } | undefined): Finding =>
  by === undefined ? {} : { who: by.who, when: by.when.toISOString(), ...(by.why === '' ? {} : { because: [by.why] }) };
