import { z } from 'zod';
import { USHER_ROLES, type UsherRole } from '../invitations/invitation';

/** Usher's roles for somebody in `groups`, by configuration. Nobody is anything by default; groups compare exactly. */
export function rolesFor(groups: readonly string[], configured: Record<UsherRole, readonly string[]>): UsherRole[] {
  const held = new Set(groups);
  return USHER_ROLES.filter((role) => configured[role].some((group) => held.has(group)));
}

const text = z.string().trim().max(320).catch('');

const schema = z.object({
  sub: z.string().min(1).max(255),
  name: text,
  preferred_username: text,
  email: text,
  // Some providers send the word instead of the boolean; anything else is not a promise.
  email_verified: z.union([z.literal(true), z.literal('true').transform(() => true)]).catch(false as true),
});

export type Claims = { subject: string; name: string; email: string; emailVerified: boolean; groups: string[] };

/**
 * Reads an OIDC claim set (OpenID Connect Core §5.1). Throws only when there is no subject: without one, nobody signed in.
 * `groupsClaim` may hold a list of strings or one string; whatever else counts as none.
 */
export function readClaims(raw: Record<string, unknown>, groupsClaim: string): Claims {
  const claims = schema.parse(raw);
  const groups = raw[groupsClaim];
  return {
    subject: claims.sub,
    name: claims.name || claims.preferred_username || claims.email || claims.sub,
    email: claims.email,
    emailVerified: Boolean(claims.email_verified),
    groups: (Array.isArray(groups) ? groups : [groups]).filter((group): group is string => typeof group === 'string'),
  };
}
