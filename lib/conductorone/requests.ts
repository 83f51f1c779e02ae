import 'server-only';
import type { CreateInvitation, SearchUsers } from '@/lib/invitations/ports';
import type { JsonObject } from './classify';

/** Below this address are the directories, and below each its invitations. */
export const DIRECTORIES_PATH = '/api/v1/local-directory-configs';

/** The escaped path below the directories, null when a part would lead elsewhere: escaping does not help "", "." and "..". */
export function invitationPath(parts: string[]): string | null {
  // Half a surrogate pair cannot be escaped at all.
  if (parts.some((part) => /^\.{0,2}$|\p{Cs}/u.test(part))) return null;
  return [DIRECTORIES_PATH, ...parts.map(encodeURIComponent)].join('/');
}

/** What a create sends; empty optional fields are left out. */
export function createBody(input: CreateInvitation): JsonObject {
  const { email, displayName, roleIds, sponsorUserId, purpose, jobId, onboardingFlowId } = input;
  return {
    email,
    displayName,
    ...filled({ initialRoleIds: roleIds, sponsorUserId, purpose, jobId, onboardingFlowId }),
  };
}

const NOT_HUMAN = ['USER_TYPE_SYSTEM', 'USER_TYPE_SERVICE', 'USER_TYPE_AGENT'];

/** What a search for people sends; ids go as references, the plain list is deprecated upstream. */
export function usersBody({ query, email, ids, onlyEnabledHumans, pageSize, pageToken }: SearchUsers): JsonObject {
  return filled({
    query,
    email,
    refs: ids?.map((id) => ({ id })),
    ...(onlyEnabledHumans ? { excludeTypes: NOT_HUMAN, userStatuses: ['ENABLED'] } : {}),
    pageSize,
    pageToken,
  });
}

/** Without what is undefined, "" or []: on this wire that is the same as leaving it out. */
export function filled(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
