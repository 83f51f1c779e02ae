import { checkChoices } from '../choices';
import { type Context, callOf, canSponsor } from '../context';
import { emailKey } from '../email';
import { type Failure, fail, ok, type Result } from '../errors';
import { can } from '../policy';
import { ownUser } from './deciders';
import { MAX_WANTED_DAYS, type RequestInput } from './fields';
import { type AskingVerdict, judgeAsking, withGrants } from './judging';
import type { RequestContent } from './record';

const DAY_MS = 86_400_000;

/** Something that may be asked for: what it is, and what the policy says of it. */
export type Asking = { content: RequestContent; sponsorName: string; days: number } & Pick<
  AskingVerdict,
  'approvers' | 'policyNumber'
>;

/** Reads what a form asks for; looks whether it may be asked for, and of whom. */
export async function prepare(ctx: Context, input: Omit<RequestInput, 'submissionKey'>): Promise<Result<Asking>> {
  const { wantedUntil, acknowledged: _word, ...asked } = input;
  const late = wantedUntilProblem(wantedUntil, ctx.clock.now());
  if (late !== null) return fail('invalid-input', { fields: { wantedUntil: late } });
  const content = { ...asked, sponsorUserId: asked.sponsorUserId || (await ownId(ctx)) };
  const live = await ctx.ledger.live(content.directoryId, emailKey(content.email), ctx.catalog.upstreamNow());
  // Another's guest may be none of this person's business: that there is one has to do.
  if (live !== null) return fail('already-invited');
  return judged(ctx, content);
}

/** The same for a content that is there already: whether it may be asked for as the lists and the policy stand. */
export async function judged(ctx: Context, content: RequestContent): Promise<Result<Asking>> {
  const version = await ctx.policy.fresh();
  const refused = await checkChoices(withGrants(ctx, version), content);
  if (refused !== null) return { ok: false, failure: refused };
  const answer = await judgeAsking(ctx, version, content, ctx.actor);
  if (!answer.ok) return answer;
  const { verdict, approvers, policyNumber } = answer.value;
  const no = refusedByPolicy(ctx, verdict);
  if (no !== null) return { ok: false, failure: no };
  const sponsor = content.sponsorUserId === '' ? null : await ctx.catalog.person(content.sponsorUserId, callOf(ctx));
  return ok({
    content,
    sponsorName: sponsor?.ok ? (sponsor.value?.displayName ?? '') : '',
    days: version.policy.requests.expireAfterDays,
    approvers,
    policyNumber,
  });
}

function refusedByPolicy(ctx: Context, verdict: AskingVerdict['verdict']): Failure | null {
  if (verdict.answer === 'deny') return { code: 'policy-denied', reasons: verdict.because };
  if (verdict.answer === 'allow' && can(ctx.actor, 'invitation.create')) {
    return { code: 'invalid-input', fields: { form: 'You may send this yourself: it needs nobody’s approval.' } };
  }
  return null;
}

/** Whoever asks is the sponsor, where the upstream knows them as somebody who can be. */
async function ownId(ctx: Context): Promise<string> {
  const user = await ownUser(ctx, ctx.actor);
  return user !== null && canSponsor(user) ? user.id : '';
}

/** What is wrong with a last day; null when nothing is. */
function wantedUntilProblem(day: string, now: Date): string | null {
  if (day === '') return null;
  const ahead = (Date.parse(`${day}T00:00:00Z`) - Date.parse(`${now.toISOString().slice(0, 10)}T00:00:00Z`)) / DAY_MS;
  if (!(ahead > 0)) return 'Choose a day after today.';
  return ahead > MAX_WANTED_DAYS ? 'Choose a day within the next two years.' : null;
}
