import { z } from 'zod';
import type { Context } from './context';
import { parseEmail } from './email';
import { fail, ok, type Result } from './errors';
import { MAX_DISPLAY_NAME, MAX_PURPOSE, MAX_ROLES, MAX_TICKET } from './fields';
import { warningsOf } from './lookalike-guard';
import { can } from './policy';
import { type Judgement, judge } from './rules/judge';
import { roleNames, verdictSentences } from './rules/reason-words';
import { isPaused, namesIn } from './rules/refusal';
import type { Outlook, VerdictView } from './rules/verdict';
import { standingOf } from './standing';

const id = z.string().regex(/^[\w.:-]{0,128}$/u, 'This is not an id.');

/** The form as far as it is filled. */
export const outlookSchema = z.strictObject({
  email: z.string().max(400),
  displayName: z.string().max(MAX_DISPLAY_NAME),
  directoryId: id,
  roleIds: z.array(id).max(MAX_ROLES),
  sponsorUserId: id,
  purpose: z.string().trim().max(MAX_PURPOSE),
  ticket: z.string().trim().max(MAX_TICKET),
});

/**
 * What would become of an invitation, for the form while it is filled: who has the address, the policy's word, and what the
 * address could be taken for. The same is asked again before it is sent. Null while there is no address or no directory.
 *
 * Answers `forbidden`, `too-many-requests` and the `upstream-…` codes.
 */
export async function outlook({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof outlookSchema>;
}): Promise<Result<Outlook | null>> {
  if (!can(ctx.actor, 'request.create')) return fail('forbidden');
  const parsed = parseEmail(input.email);
  if (!parsed.ok || input.directoryId === '') return ok(null);
  const allowance = await ctx.rateLimit.take('read', ctx.actor.subject);
  if (!allowance.ok) return fail('too-many-requests', { retryAfterMs: allowance.retryAfterMs });
  const content = { ...input, email: parsed.address };
  const judged = await judge(ctx, { content, ticket: input.ticket, inviter: ctx.actor }, { unfinished: true });
  if (!judged.ok) return judged;
  const [standing, verdict, warnings] = await Promise.all([
    // Who has an address is the desk's to know.
    can(ctx.actor, 'invitation.create') ? standingOf(ctx, content) : null,
    verdictView(ctx, judged.value),
    warningsOf(ctx, content, judged.value.policy),
  ]);
  return ok({ standing, verdict, warnings });
}

async function verdictView(ctx: Context, judgement: Judgement): Promise<VerdictView> {
  const { verdict } = judgement;
  return {
    answer: verdict.answer,
    paused: isPaused(verdict),
    sentences:
      verdict.answer === 'allow'
        ? [`Allowed for ${roleNames(ctx.actor.roles)}.`]
        : verdictSentences(verdict, await namesIn(ctx, judgement)),
  };
}
