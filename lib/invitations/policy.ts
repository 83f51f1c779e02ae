import type { UsherRole } from './invitation';
import type { Human } from './ledger';

/** The signed-in human, as every verb sees them. */
export type Actor = {
  /** The identity provider's subject: stable for this person. */
  subject: string;
  name: string;
  email: string;
  /** The provider says that the address is this person's; only then may it be matched with an upstream account. */
  emailVerified: boolean;
  roles: readonly UsherRole[];
  /** Where the request came from, as the request says; for the audit. */
  address: string;
};

/** The actor as the ledger and the audit keep them: with the roles they held then. */
export const humanOf = ({ subject, name, email, roles, address }: Actor): Human => ({
  subject,
  name,
  email,
  role: roles.join('+'),
  ...(address === '' ? {} : { address }),
});

/**
 * Who may do what: the one table. Page gates, buttons and actions all ask it through `can`, so that they cannot drift.
 * A permission that is not here, or a role that is not known, allows nothing.
 */
const PERMISSIONS = {
  'invitation.create': ['admin', 'helpdesk'],
  'invitation.read': ['admin', 'helpdesk', 'auditor'],
  /** Inviting somebody whom the upstream knows already. */
  'invitation.override': ['admin'],
  /** Calling off what one has sent oneself, while it waits; and what others have. */
  'invitation.undo': ['admin', 'helpdesk', 'sponsor'],
  'invitation.undo-any': ['admin'],
  'invitation.revoke': ['admin', 'helpdesk'],
  'invitation.reissue': ['admin', 'helpdesk'],
  'invitation.export': ['admin', 'helpdesk', 'auditor'],
  'people.search': ['admin', 'helpdesk'],
  'sync.run': ['admin', 'helpdesk'],
  /** Many at once: looking at imports and what came of them; making, confirming, pausing and ending them. */
  'batch.read': ['admin', 'helpdesk', 'auditor'],
  'batch.manage': ['admin', 'helpdesk'],
  'audit.read': ['admin', 'auditor'],
  /** Asking, and looking after one's own guests. What may be asked for is the policy's word. */
  'request.create': ['admin', 'helpdesk', 'sponsor'],
  /** Deciding at all. Whose word a request needs is the policy's, and nobody decides their own. */
  'request.decide': ['admin', 'helpdesk', 'sponsor'],
  'guest.read': ['admin', 'helpdesk', 'sponsor'],
  /** Handing a sponsor's guests to somebody else. */
  'sponsor.hand-over': ['admin', 'helpdesk'],
  'policy.read': ['admin', 'helpdesk', 'auditor'],
  'policy.write': ['admin'],
  'webhook.manage': ['admin'],
  /** One's own choices, such as which mails one gets. */
  'account.manage': ['admin', 'helpdesk', 'sponsor', 'auditor'],
} as const satisfies Record<string, readonly UsherRole[]>;

export type Permission = keyof typeof PERMISSIONS;

export function can(actor: Pick<Actor, 'roles'>, permission: Permission): boolean {
  const allowed: readonly UsherRole[] = Object.hasOwn(PERMISSIONS, permission) ? PERMISSIONS[permission] : [];
  return actor.roles.some((role) => allowed.includes(role));
}

/** The roles to name when somebody is refused: "only admin or helpdesk can …". */
export const rolesWith = (permission: Permission): readonly UsherRole[] => PERMISSIONS[permission];

/**
 * Which upstream roles each of Usher's roles may hand out at invitation, by configuration: ids or exact names, or "*" for
 * all. Absent means none.
 */
export type Grants = Partial<Record<UsherRole, readonly string[]>>;

type RoleName = { id: string; name: string; displayName: string };

/**
 * The part of `roles` that `actor` may hand out. A configured name that fits more than one role upstream grants neither:
 * a second role of the same name must not inherit the trust of the first.
 */
export function grantableRoles<T extends RoleName>(
  actor: Pick<Actor, 'roles'>,
  roles: readonly T[],
  grants: Grants,
): T[] {
  const listed = new Set(actor.roles.flatMap((role) => grants[role] ?? []).map((entry) => entry.trim().toLowerCase()));
  if (listed.has('*')) return [...roles];
  const namesOf = (role: T) => [...new Set([role.displayName.trim().toLowerCase(), role.name.trim().toLowerCase()])];
  const bearers = new Map<string, number>();
  for (const role of roles) for (const name of namesOf(role)) bearers.set(name, (bearers.get(name) ?? 0) + 1);
  return roles.filter(
    (role) =>
      listed.has(role.id.toLowerCase()) || namesOf(role).some((name) => listed.has(name) && bearers.get(name) === 1),
  );
}
