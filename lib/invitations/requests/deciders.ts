import { type Context, callOf, type SystemContext } from '../context';
import { emailKey } from '../email';
import { USHER_ROLES, type UsherRole } from '../invitation';
import type { Human } from '../ledger';
import type { UpstreamUser } from '../ports';
import type { Decider } from './approvers';

/** The signed-in person as somebody who may decide. */
export async function deciderOf(ctx: Context): Promise<Decider> {
  const { subject, email, emailVerified, roles } = ctx.actor;
  const [account, user] = await Promise.all([ctx.accounts.bySubject(subject), ownUser(ctx, { email, emailVerified })]);
  return { subject, email, emailVerified, roles, groups: account?.groups ?? [], userId: user?.id ?? '' };
}

/** Somebody who decided earlier: with the roles they had then, and what the identity provider said of them last. */
export async function deciderFrom(ctx: SystemContext, { subject, email, role }: Human): Promise<Decider> {
  const account = await ctx.accounts.bySubject(subject);
  const emailVerified = account?.emailVerified ?? false;
  const user = await ownUser(ctx, { email, emailVerified });
  return { subject, email, emailVerified, roles: rolesIn(role), groups: account?.groups ?? [], userId: user?.id ?? '' };
}

/** The roles that a `Human` keeps as one word. */
export const rolesIn = (role: string): UsherRole[] => USHER_ROLES.filter((each) => role.split('+').includes(each));

/** A person's own account upstream, by verified email. An upstream that cannot be asked has been asked before. */
export async function ownUser(
  ctx: SystemContext,
  { email, emailVerified }: { email: string; emailVerified: boolean },
): Promise<UpstreamUser | null> {
  const key = emailKey(email);
  if (!emailVerified || key === '') return null;
  const asked = await ctx.catalog.personByEmail(key, callOf(ctx));
  return asked.ok ? asked.value : ctx.ledger.knownPerson(key);
}
