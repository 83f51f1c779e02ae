import type { SystemContext } from '../context';
import { emailKey } from '../email';
import { requestHash } from '../requests/hash';
import { judgeAsking } from '../requests/judging';
import type { RequestContent } from '../requests/record';
import { inviterOf } from '../rules/judge';
import { refusalWords } from '../rules/reason-words';
import { type Batch, type BatchRow, wholeContent } from './batch';
import type { RowEnd } from './runs';

/**
 * Puts a row that needs somebody’s word before those who have it, as a request in the name of whoever confirmed the batch. The
 * row’s own key makes it one request, however often it is tried.
 */
export async function askForRow(ctx: SystemContext, batch: Batch, row: BatchRow): Promise<void> {
  await ctx.runs.end(batch.id, row.number, await asked(ctx, batch, row));
}

async function asked(ctx: SystemContext, batch: Batch, row: BatchRow): Promise<RowEnd> {
  const content: RequestContent = { ...wholeContent(row.content, batch.shared), jobId: '', onboardingFlowId: '' };
  const [version, live, sponsor] = await Promise.all([
    ctx.policy.fresh(),
    ctx.ledger.live(content.directoryId, emailKey(content.email), ctx.catalog.upstreamNow()),
    content.sponsorUserId === '' ? null : ctx.catalog.person(content.sponsorUserId, { requestId: batch.requestId }),
  ]);
  if (live !== null) return { state: 'failed', code: 'already-invited', detail: '' };
  const answer = await judgeAsking(ctx, version, content, inviterOf(batch.actor));
  if (!answer.ok) return { state: 'failed', code: answer.failure.code, detail: answer.failure.detail ?? '' };
  const { verdict, approvers, policyNumber } = answer.value;
  if (verdict.answer === 'deny')
    return {
      state: 'failed',
      code: 'policy-denied',
      detail: verdict.because.map((reason) => refusalWords(reason)).join(' '),
    };
  const request = {
    submissionKey: row.submissionKey,
    kind: 'invite' as const,
    reissues: null,
    content,
    sponsorName: sponsor?.ok ? (sponsor.value?.displayName ?? '') : '',
    requester: batch.actor,
    wantedUntil: '',
    acknowledged: row.acknowledged,
    approvers,
    policyNumber,
    days: version.policy.requests.expireAfterDays,
    note: '',
    requestId: batch.requestId,
  };
  const made = await ctx.requests.ask({ ...request, contentHash: await requestHash(request) });
  return made.kind === 'live'
    ? { state: 'failed', code: 'already-requested', detail: '' }
    : { state: 'asked', requestId: made.request.id };
}
