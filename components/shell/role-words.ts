import type { UsherRole } from '@/lib/invitations/invitation';

const NAMES: Record<UsherRole, string> = {
  admin: 'Administrator',
  helpdesk: 'Helpdesk',
  sponsor: 'Sponsor',
  auditor: 'Auditor',
};

/** A person's roles in Usher, as they are called in the interface. */
export const roleWords = (roles: readonly UsherRole[]): string =>
  roles.length === 0 ? 'No role' : roles.map((role) => NAMES[role]).join(', ');
