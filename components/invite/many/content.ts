import { type PeopleValues, type PersonValues, peopleSchema } from '@/lib/invitations/bulk/people-fields';
import type { InviteValues } from '@/lib/invitations/fields';
import type { Person } from './people';

type Shared = Pick<InviteValues, 'directoryId' | 'roleIds' | 'sponsorUserId' | 'purpose' | 'ticket'>;
export type Content = Omit<PeopleValues, 'submissionKey'>;

/** What is posted, but for its key. */
export function contentOf(people: readonly Person[], shared: Shared): Content {
  const { directoryId, roleIds, sponsorUserId, purpose, ticket } = shared;
  const each = ({ email, displayName, own }: Person): PersonValues => ({
    email,
    displayName,
    roleIds: own.roleIds,
    sponsorUserId: own.sponsor === null ? null : (own.sponsor.person?.id ?? ''),
    purpose: own.purpose,
  });
  return { directoryId, roleIds, sponsorUserId, purpose, ticket, people: JSON.stringify(people.map(each)) };
}

/** What is wrong with what was said of each: entry's id → the first problem. */
export function problemsOf(people: readonly Person[], content: Content): Map<number, string> {
  const problems = new Map<number, string>();
  const parsed = peopleSchema.safeParse({ ...content, submissionKey: '00000000-0000-4000-8000-000000000000' });
  for (const { path, message } of parsed.error?.issues ?? []) {
    const person = path[0] === 'people' && typeof path[1] === 'number' ? people[path[1]] : undefined;
    if (person !== undefined && !problems.has(person.id)) problems.set(person.id, message);
  }
  return problems;
}
