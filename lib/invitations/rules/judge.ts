import { callOf, type SystemContext } from '../context';
import { failFromDirectory, ok, type Result } from '../errors';
import type { UsherRole } from '../invitation';
import type { CreateInvitation } from '../ports';
import { evaluate, type Matches } from './evaluate';
import type { Verdict } from './verdict';

/** Until patterns have their matcher: a pattern is the text itself. */
const matches: Matches = (pattern, text) => pattern === text;

/** The policy's word on one invitation by `inviter`, and the number of the version that said it. Answers an `upstream-…` code. */
export async function judge(
  ctx: SystemContext,
  {
    content,
    ticket,
    inviter,
  }: {
    content: CreateInvitation;
    ticket: string;
    inviter: { subject: string; email: string; roles: readonly UsherRole[] };
  },
): Promise<Result<{ verdict: Verdict; number: number }>> {
  const call = callOf(ctx);
  const [{ policy, number }, directories, roles, sponsor, account] = await Promise.all([
    ctx.policy.current(),
    ctx.catalog.directories(call),
    ctx.catalog.roles(call),
    content.sponsorUserId === '' ? null : ctx.catalog.person(content.sponsorUserId, call),
    ctx.accounts.bySubject(inviter.subject),
  ]);
  if (!directories.ok) return failFromDirectory(directories.error);
  if (!roles.ok) return failFromDirectory(roles.error);
  if (sponsor !== null && !sponsor.ok) return failFromDirectory(sponsor.error);
  const directory = directories.value.find(({ id }) => id === content.directoryId);
  const roleNames = new Map(roles.value.map((role) => [role.id, [role.displayName, role.name]]));
  const facts = {
    inviter: { ...inviter, groups: account?.groups ?? [] },
    directory: { id: content.directoryId, names: directory === undefined ? [] : [directory.name] },
    roles: content.roleIds.map((id) => ({ id, names: (roleNames.get(id) ?? []).filter((name) => name !== '') })),
    email: content.email,
    sponsor:
      sponsor === null
        ? null
        : {
            id: content.sponsorUserId,
            names: sponsor.value === null ? [] : [sponsor.value.displayName, sponsor.value.email],
          },
    purpose: content.purpose,
    ticket,
    sent: { byInviter: 0, toDomain: 0, inAll: 0 },
  };
  return ok({ verdict: evaluate(policy, facts, matches), number });
}
