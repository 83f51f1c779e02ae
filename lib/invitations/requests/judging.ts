import { type Context, callOf, type SystemContext } from '../context';
import { failFromDirectory, ok, type Result } from '../errors';
import { type Grants, grantableRoles } from '../policy';
import type { UpstreamRole } from '../ports';
import type { Approvers } from '../rules/document';
import { effectiveGrants } from '../rules/grants';
import { judge } from '../rules/judge';
import type { PolicyVersion } from '../rules/policy-book';
import { isPassing, type Reason, type Verdict } from '../rules/verdict';
import { DESK, type Decider } from './approvers';
import { rolesIn } from './deciders';
import type { Judged } from './protocol';
import type { RequestContent, RequestRecord } from './record';

type Asker = { subject: string; email: string; roles: Decider['roles'] };

/** The context with one version of the policy for as many verdicts as belong together. */
const pinned = (ctx: SystemContext, version: PolicyVersion): SystemContext => ({
  ...ctx,
  policy: { ...ctx.policy, current: async () => version, fresh: async () => version },
});

/** The same version without what stops sending and not asking: the pause and the ceilings. */
const lasting = (version: PolicyVersion): PolicyVersion => ({
  ...version,
  policy: { ...version.policy, paused: false, ceilings: { perInviter: null, perDomain: null, inAll: null } },
});

async function verdictOf(
  ctx: SystemContext,
  version: PolicyVersion,
  { ticket, ...content }: RequestContent,
  inviter: Asker,
): Promise<Result<Verdict>> {
  const { subject, email, roles } = inviter;
  const judged = await judge(pinned(ctx, version), { content, ticket, inviter: { subject, email, roles } });
  return judged.ok ? ok(judged.value.verdict) : judged;
}

export type AskingVerdict = { verdict: Verdict; approvers: Approvers[]; policyNumber: number };

/** What the policy says of asking, apart from what passes: whose approval it needs, or that it is refused. */
export async function judgeAsking(
  ctx: SystemContext,
  version: PolicyVersion,
  content: RequestContent,
  asker: Asker,
): Promise<Result<AskingVerdict>> {
  const verdict = await verdictOf(ctx, lasting(version), content, asker);
  if (!verdict.ok) return verdict;
  return ok({ verdict: verdict.value, approvers: approversOf(verdict.value), policyNumber: version.number });
}

const approversOf = (verdict: Verdict): Approvers[] => {
  switch (verdict.answer) {
    case 'needs-approval':
      return verdict.of;
    case 'allow':
      return DESK;
    case 'deny':
      return [];
  }
};

/** The asker of a request, as the policy judges them. */
export const askerOf = ({ requester }: Pick<RequestRecord, 'requester'>): Asker => ({
  subject: requester.subject,
  email: requester.email,
  roles: rolesIn(requester.role),
});

export type DecidingVerdict = Judged & {
  /** What the policy would refuse by now, whoever decides. */
  denied: Reason[];
  because: Reason[];
  /** Who has to say yes to what was asked for: kept with the request. */
  asked: Approvers[];
};

/**
 * What the policy that holds says of a decision on `request` of which `sends` would leave: whose word it needs, whether this
 * decider could send it alone, and whether it is refused by now. Taking a role away must not take its approver away, nor may
 * what is left be anything that the policy would not let go: both are judged.
 */
export async function judgeDecision(
  ctx: SystemContext,
  version: PolicyVersion,
  request: Pick<RequestRecord, 'requester' | 'content' | 'approvers'>,
  decision: { by: Decider; sends: RequestContent; grants: Grants },
): Promise<Result<DecidingVerdict>> {
  const { by, sends } = decision;
  const narrowed = sends.roleIds.length !== request.content.roleIds.length;
  const [asked, left, own, roles] = await Promise.all([
    judgeAsking(ctx, version, request.content, askerOf(request)),
    narrowed ? judgeAsking(ctx, version, sends, askerOf(request)) : null,
    verdictOf(ctx, lasting(version), sends, by),
    ctx.catalog.roles(callOf(ctx)),
  ]);
  if (!asked.ok) return asked;
  if (left !== null && !left.ok) return left;
  if (!own.ok) return own;
  if (!roles.ok) return failFromDirectory(roles.error);
  // The policy that refuses it names nobody: those who were asked before may still say no.
  const wanted = asked.value.verdict.answer === 'deny' ? request.approvers : asked.value.approvers;
  const more = left === null ? [] : left.value.approvers;
  return ok({
    approvers: [...wanted, ...more],
    asked: wanted,
    couldSend: own.value.answer !== 'deny' && mayHandOut(by, sends.roleIds, roles.value, decision.grants),
    number: version.number,
    denied: [left?.value.verdict ?? asked.value.verdict].flatMap((each) =>
      each.answer === 'deny' ? each.because : [],
    ),
    because: asked.value.verdict.because,
  });
}

/** Why nothing may be sent just now, although it may be asked for: sending is paused, or a ceiling is reached. */
export async function judgePassing(
  ctx: SystemContext,
  version: PolicyVersion,
  content: RequestContent,
  inviters: readonly Asker[],
): Promise<Result<Reason[]>> {
  const reasons: Reason[] = [];
  for (const inviter of inviters) {
    const verdict = await verdictOf(ctx, version, content, inviter);
    if (!verdict.ok) return verdict;
    if (verdict.value.answer === 'deny') reasons.push(...verdict.value.because.filter(isPassing));
  }
  return ok(reasons);
}

export function mayHandOut(
  by: Pick<Decider, 'roles'>,
  roleIds: readonly string[],
  roles: readonly UpstreamRole[],
  grants: Grants,
): boolean {
  const allowed = new Set(grantableRoles(by, roles, grants).map(({ id }) => id));
  return roleIds.every((id) => allowed.has(id));
}

/** The actor's context with the roles that the policy lets them hand out. */
export const withGrants = (ctx: Context, { policy }: PolicyVersion): Context => ({
  ...ctx,
  grants: effectiveGrants(policy, ctx.grants),
});
