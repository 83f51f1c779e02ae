import type { SystemContext } from '../context';
import type { AttemptRecord } from '../ledger';
import { withoutTicket } from '../ticket';
import { inviterOf, judge } from './judge';
import { isPaused, refusalOf } from './refusal';

/** `go` names the policy that said so: the claim holds it against the one in force. */
export type StillAllowed = { kind: 'go'; policy: number | null } | { kind: 'wait' } | { kind: 'refuse'; why: string };

/**
 * The policy's word at the moment of sending, on what was recorded earlier and waits. While sending is paused, or the names
 * that rules go by cannot be read, it goes on waiting. Revoking is never stopped.
 *
 * A re-issue that asks for no more than what went out before was approved then: "needs approval" does not stop it. What carries
 * out an approval is judged by `stillApproved`, once it is claimed; only the pause holds it back here.
 */
export async function mayStillGo(ctx: SystemContext, attempt: AttemptRecord): Promise<StillAllowed> {
  const { content, ticket } = attempt;
  if (content === null) return { kind: 'go', policy: null };
  if (attempt.request !== null) return approvedMayGo(ctx);
  const judged = await judge(
    ctx,
    {
      content: { ...content, purpose: withoutTicket(content.purpose, ticket) },
      ticket,
      inviter: inviterOf(attempt.actor),
    },
    { recorded: true },
  );
  if (!judged.ok || isPaused(judged.value.verdict)) return { kind: 'wait' };
  const { verdict, number } = judged.value;
  const refused = await refusalOf(ctx, judged.value);
  if (refused === null) return { kind: 'go', policy: number };
  if (verdict.answer === 'needs-approval' && attempt.asBefore) return { kind: 'go', policy: number };
  return { kind: 'refuse', why: refused.detail ?? '' };
}

const approvedMayGo = async (ctx: SystemContext): Promise<StillAllowed> =>
  (await ctx.policy.fresh()).policy.paused ? { kind: 'wait' } : { kind: 'go', policy: null };
