import { emailKey } from '../email';
import type { UsherRole } from '../invitation';
import type { Approvers } from '../rules/document';

/** Somebody who wants to decide, with everything that a policy may call them by. */
export type Decider = {
  subject: string;
  /** As the session has it; only a verified one makes somebody the person of that address. */
  email: string;
  emailVerified: boolean;
  roles: readonly UsherRole[];
  groups: readonly string[];
  /** The upstream account of the verified address; "" when there is none. */
  userId: string;
};

/** Who decides what the policy would let its requester send: the desk, because the requester cannot send at all. */
export const DESK: Approvers[] = [{ roles: ['admin', 'helpdesk'] }];

/** Whether somebody fits one entry: any of its parts will do. */
export function fits(entry: Approvers, decider: Decider, sponsorUserId: string): boolean {
  const key = emailKey(decider.email);
  return (
    (entry.roles?.some((role) => decider.roles.includes(role)) ?? false) ||
    (entry.groups?.some((group) => decider.groups.includes(group)) ?? false) ||
    (decider.emailVerified && key !== '' && (entry.people?.some((person) => emailKey(person) === key) ?? false)) ||
    (entry.sponsor === true && sponsorUserId !== '' && decider.userId === sponsorUserId)
  );
}

/** Whether somebody fits every entry. Nobody fits none: a request without approvers would be everybody's to decide. */
export const fitsAll = (entries: readonly Approvers[], decider: Decider, sponsorUserId: string): boolean =>
  entries.length > 0 && entries.every((entry) => fits(entry, decider, sponsorUserId));

/** Who has to say yes, one sentence part for each entry. */
export function approversInWords(entries: readonly Approvers[], sponsorName: string): string[] {
  return entries.map(({ roles = [], groups = [], people = [], sponsor }) =>
    [
      ...roles,
      ...groups.map((group) => `the group ${group}`),
      ...people,
      ...(sponsor === true ? [sponsorName === '' ? 'the sponsor' : `the sponsor, ${sponsorName}`] : []),
    ].join(' or '),
  );
}
