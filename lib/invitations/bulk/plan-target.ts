import { emailKey } from '../email';
import type { InvitationRecord } from '../ledger';
import { isLive } from '../ledger-states';
import { isLegal } from '../legal';
import { domainOf } from '../rules/evaluate';
import { verdictSentences } from '../rules/reason-words';
import { withoutTicket } from '../ticket';
import type { BatchKind, BatchRow, Finding, RowClass } from './batch';
import { countAsSent, type KnownByKey, namesFor, type PlanFacts, sponsorProblem } from './plan-facts';
import { verdictOn } from './plan-row';
import type { Classed } from './plans';

type Found = { class: RowClass | null; finding: Finding };

/** What will become of a row that revokes an invitation or sends it again; `target` is that invitation. */
export function classOfTarget(
  kind: Exclude<BatchKind, 'invite'>,
  row: BatchRow,
  target: InvitationRecord | undefined,
  facts: PlanFacts,
  known: KnownByKey,
): Classed {
  return { number: row.number, ...found(kind, row, target, facts, known) };
}

function found(
  kind: Exclude<BatchKind, 'invite'>,
  row: BatchRow,
  target: InvitationRecord | undefined,
  facts: PlanFacts,
  known: KnownByKey,
): Found {
  if (row.leftOut) return { class: null, finding: {} };
  if (target === undefined) return over('There is no such invitation any more.');
  const { id: invitationId } = target;
  const first = facts.seen.get(invitationId);
  if (first !== undefined) return { class: 'twice', finding: { row: first, invitationId } };
  facts.seen.set(invitationId, row.number);

  const until = target.upstream?.expiresAt ?? '';
  const lapsed = target.state === 'pending' && until !== '' && Date.parse(until) <= facts.upstreamNow.getTime();
  const state = lapsed ? 'expired' : target.state;
  if (!isLegal(kind, state)) {
    const sentence = isLive(state) ? 'Something else is under way with it.' : `It is ${state} already.`;
    return over(sentence, { invitationId, ...(state === 'expired' && until !== '' ? { when: until } : {}) });
  }
  if (kind === 'revoke') return { class: 'ready', finding: { invitationId } };
  return again(target, facts, known);
}

/** Whether one may be sent again: nobody else has been invited in its place, and the policy lets it. */
function again(target: InvitationRecord, facts: PlanFacts, known: KnownByKey): Found {
  const { id: invitationId, content, ticket } = target;
  const key = emailKey(content.email);
  const other = known.invitations
    .get(key)
    ?.find((each) => each.id !== invitationId && each.directoryId === content.directoryId && isLive(each.state));
  if (other !== undefined) return over('Another invitation of this person is open.', { invitationId: other.id });
  const user = known.people.get(key)?.find((each) => each.user.status !== 'deleted')?.user;
  if (user !== undefined) return over(`${user.displayName || user.email} is a user already.`, { invitationId });
  const problem = sponsorProblem(facts, content.sponsorUserId);
  if (problem !== null) return over(problem, { invitationId });

  const verdict = verdictOn({ ...content, purpose: withoutTicket(content.purpose, ticket), ticket }, facts);
  const because = verdictSentences(verdict, namesFor(facts, content.sponsorUserId));
  // What went out before, as it was, needs nobody's word again; one that failed may never have been let out.
  const wentOut = target.state !== 'failed' && target.upstream !== null;
  if (verdict.answer === 'deny' || (verdict.answer === 'needs-approval' && !wentOut))
    return { class: 'denied', finding: { because, invitationId } };
  countAsSent(facts, domainOf(content.email));
  return { class: 'ready', finding: { invitationId } };
}

const over = (sentence: string, more: Finding = {}): Found => ({
  class: 'over',
  finding: { because: [sentence], ...more },
});
