import { callOf, type SystemContext } from '../context';
import { failFromDirectory, ok, type Result } from '../errors';
import { type DirectoryView, USHER_ROLES, type UsherRole } from '../invitation';
import type { Human } from '../ledger';
import { compilePattern, type Pattern } from '../pattern';
import { type Actor, grantableRoles } from '../policy';
import type { Answer, CreateInvitation, UpstreamRole } from '../ports';
import type { Policy } from './document';
import { domainOf, evaluate, type Matches } from './evaluate';
import { effectiveGrants } from './grants';
import type { PolicyVersion } from './policy-book';
import type { Named, PolicyFacts, Reason, Verdict } from './verdict';

/** What is judged: an invitation as somebody asks for it, the purpose as it was typed. */
export type Judged = Pick<CreateInvitation, 'directoryId' | 'email' | 'roleIds' | 'sponsorUserId' | 'purpose'>;

/** In whose name it would be sent. */
export type Inviter = Pick<Actor, 'subject' | 'email' | 'roles'>;

/** A verdict with all that it was made of; `number` is the policy's, for the ledger to hold against the one in force. */
export type Judgement = { verdict: Verdict; number: number; policy: Policy; facts: PolicyFacts };

/** An inviter as the ledger kept them, with the roles that they held then. */
export const inviterOf = ({ subject, email, role }: Human): Inviter => ({
  subject,
  email,
  roles: role.split('+').filter((each): each is UsherRole => (USHER_ROLES as readonly string[]).includes(each)),
});

/**
 * The policy's word on an invitation that `inviter` would send, with the facts gathered: names from the upstream, groups
 * from the last sign-in, and what was sent in the last 24 hours, counted only where there is a ceiling.
 *
 * A role that the inviter may not hand out denies like a rule does. Answers the `upstream-…` codes when names are not to be had.
 */
export async function judge(
  ctx: SystemContext,
  { content, ticket, inviter }: { content: Judged; ticket: string; inviter: Inviter },
  how: {
    /** The policy as it is now, to the moment. */
    fresh?: boolean;
    /** It is among what was sent of late already: no ceiling counts it twice. */
    recorded?: boolean;
    /** It is being typed: a purpose that is not there yet is no wrong one. */
    unfinished?: boolean;
    /** Another policy than the one that holds: one that is being written. */
    policy?: Policy;
    /** Other groups of the inviter than the accounts know of. */
    groups?: readonly string[];
  } = {},
): Promise<Result<Judgement>> {
  const version = await (how.fresh ? ctx.policy.fresh() : ctx.policy.current());
  const policy: Policy = {
    ...(how.policy ?? version.policy),
    ...(how.recorded ? { ceilings: NO_CEILINGS } : {}),
    ...(how.unfinished && content.purpose === '' ? { purpose: { pattern: '', hint: '' } } : {}),
  };
  const [judging, sponsor, sent] = await Promise.all([
    judgingFor(ctx, { ...version, policy }, inviter, { ...how, roles: content.roleIds.length > 0 }),
    content.sponsorUserId === '' ? NOBODY : ctx.catalog.person(content.sponsorUserId, callOf(ctx)),
    ctx.ledger.sentLately({ inviter: inviter.subject, domain: domainOf(content.email), ceilings: policy.ceilings }),
  ]);
  if (!judging.ok) return judging;
  if (!sponsor.ok) return failFromDirectory(sponsor.error);
  return ok(judgeBy(judging.value, { content, ticket, sponsor: sponsor.value, sent }));
}

/** All that verdicts on the invitations of one inviter have in common, gathered once for as many as there are. */
export type Judging = {
  number: number;
  policy: Policy;
  inviter: PolicyFacts['inviter'];
  directories: readonly DirectoryView[];
  roles: readonly UpstreamRole[];
  grantable: ReadonlySet<string>;
  matches: Matches;
};

/** Answers the `upstream-…` codes when the names of directories and roles are not to be had. */
export async function judgingFor(
  ctx: SystemContext,
  { number, policy }: Pick<PolicyVersion, 'number' | 'policy'>,
  inviter: Inviter,
  how: { roles?: boolean; groups?: readonly string[] } = {},
): Promise<Result<Judging>> {
  const call = callOf(ctx);
  const [directories, roles, account] = await Promise.all([
    ctx.catalog.directories(call),
    how.roles === false ? NO_ROLES : ctx.catalog.roles(call),
    policy.rules.some(({ when }) => when.inviterGroups !== undefined) ? ctx.accounts.bySubject(inviter.subject) : null,
  ]);
  if (!directories.ok) return failFromDirectory(directories.error);
  if (!roles.ok) return failFromDirectory(roles.error);
  const grantable = grantableRoles(inviter, roles.value, effectiveGrants(policy, ctx.grants));
  return ok({
    number,
    policy,
    inviter: { ...inviter, groups: how.groups ?? account?.groups ?? [] },
    directories: directories.value,
    roles: roles.value,
    grantable: new Set(grantable.map(({ id }) => id)),
    matches: matcher(),
  });
}

/** The verdict on one invitation. Pure: everything that it depends on is there. */
export function judgeBy(
  { number, policy, inviter, directories, roles, grantable, matches }: Judging,
  {
    content,
    ticket,
    sponsor,
    sent,
  }: {
    content: Judged;
    ticket: string;
    /** Whose id the content names; null where there is nobody of that id. */
    sponsor: { displayName: string; email: string } | null;
    sent: PolicyFacts['sent'];
  },
): Judgement {
  const directory = directories.find(({ id }) => id === content.directoryId);
  const facts: PolicyFacts = {
    inviter,
    directory: { id: content.directoryId, names: directory === undefined ? [] : [directory.name] },
    roles: content.roleIds.map((id) => roleNamed(id, roles)),
    email: content.email,
    sponsor:
      content.sponsorUserId === ''
        ? null
        : {
            id: content.sponsorUserId,
            names: [sponsor?.displayName ?? '', sponsor?.email ?? ''].filter((name) => name !== ''),
          },
    purpose: content.purpose,
    ticket,
    sent,
  };
  const refused = facts.roles.filter(({ id }) => !grantable.has(id));
  return { verdict: denying(evaluate(policy, facts, matches), refused), number, policy, facts };
}

export const NO_CEILINGS: Policy['ceilings'] = { perInviter: null, perDomain: null, inAll: null };
const NO_ROLES: Promise<Answer<UpstreamRole[]>> = Promise.resolve({ ok: true, value: [] });
const NOBODY = Promise.resolve({ ok: true, value: null } as const);

function roleNamed(id: string, roles: readonly UpstreamRole[]): Named {
  const role = roles.find((each) => each.id === id);
  return { id, names: [role?.displayName ?? '', role?.name ?? ''].filter((name) => name !== '') };
}

function denying(verdict: Verdict, refused: readonly Named[]): Verdict {
  if (refused.length === 0) return verdict;
  const because: Reason[] = refused.map(({ id, names }) => ({ code: 'role-not-grantable', role: names[0] ?? id }));
  return { answer: 'deny', because: verdict.answer === 'deny' ? [...verdict.because, ...because] : because };
}

/** A pattern that cannot be read matches nothing: a policy that nobody can satisfy is noticed, one that asks nothing is not. */
function matcher(): Matches {
  const compiled = new Map<string, Pattern>();
  return (text, given) => {
    const pattern = compiled.get(text) ?? compilePattern(text);
    compiled.set(text, pattern);
    return pattern.ok && pattern.fits(given);
  };
}
