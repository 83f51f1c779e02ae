import { z } from 'zod';
import { GrpcError } from '../http/errors';
import type { User } from '../tenant/types';
import { flag, int32, manyOf, oneOf, parseMessage, text, texts } from './fields';
import type { Operation } from './operation';
import { clampPageSize } from './page-token';
import { userView } from './views';

const TYPES = ['UNSPECIFIED', 'SYSTEM', 'HUMAN', 'SERVICE', 'AGENT'].map((type) => `USER_TYPE_${type}`);
const ORIGINS = ['UNSPECIFIED', 'DIRECTORY', 'LOCAL', 'SYSTEM'].map((origin) => `USER_ORIGIN_${origin}`);

const request = z.object({
  query: text,
  email: text,
  refs: z
    .array(z.object({ id: text }))
    .nullish()
    .transform((refs) => (refs ?? []).map((ref) => ref.id)),
  ids: texts,
  excludeIds: texts,
  excludeTypes: manyOf(TYPES),
  origins: manyOf(ORIGINS),
  excludeOrigins: manyOf(ORIGINS),
  userStatuses: manyOf(['UNKNOWN', 'ENABLED', 'DISABLED', 'DELETED']),
  departments: texts,
  jobTitles: texts,
  managerIds: texts,
  roleIds: texts,
  sourceAppIds: texts,
  delegatedUserIds: texts,
  delegateStatus: oneOf(['DELEGATE_STATUS_UNSPECIFIED', 'DELEGATE_STATUS_HAS_DELEGATE', 'DELEGATE_STATUS_NO_DELEGATE']),
  isDelegate: flag,
  pageSize: int32,
  pageToken: text,
});
type Request = z.output<typeof request>;

/** In the order of names. Deleted users come only when `userStatuses` asks for them. */
export const searchUsers: Operation = {
  name: 'search-users',
  method: 'POST',
  path: '/api/v1/search/users',
  run: ({ world, body }) => {
    const fields = parseMessage(request, body);
    const { pageSize, pageToken, ...filterFields } = fields;
    const filters = `search-users/${JSON.stringify(filterFields)}`;
    const cursor = world.pageTokens.open(filters, pageToken) as { name: string; id: string } | null;
    const ids = [...fields.refs, ...fields.ids];
    const narrow = {
      ...(fields.email === '' ? {} : { email: fields.email }),
      ...(ids.length === 0 ? {} : { ids }),
      query: fields.query,
    };
    const { users, next } = world.tenant.users.page(narrow, acceptor(fields), cursor, clampPageSize(pageSize));
    return {
      body: {
        list: users.map((user) => userView(user, world.settings)),
        nextPageToken: next === null ? '' : world.pageTokens.seal(filters, next),
        expanded: null,
      },
    };
  },
};

export const getUser: Operation = {
  name: 'get-user',
  method: 'GET',
  path: '/api/v1/users/{id}',
  run: ({ world, params }) => {
    const user = world.tenant.users.get(params.id ?? '');
    if (user === undefined) throw new GrpcError(5, 'There is no user with this id.');
    return { body: { userView: userView(user, world.settings), expanded: null } };
  },
};

/** The filters that hold for one user; each one that is empty lets everybody pass. */
function acceptor(fields: Request): (user: User) => boolean {
  const statuses = new Set<string>(fields.userStatuses);
  const excludedIds = new Set(fields.excludeIds);
  const anyOf = (wanted: readonly string[], has: readonly string[]): boolean =>
    wanted.length === 0 || has.some((value) => wanted.includes(value));
  // Nobody here has a delegate and nobody comes from another app, so those filters only ever empty the result.
  const impossible =
    fields.isDelegate ||
    fields.delegatedUserIds.length > 0 ||
    fields.sourceAppIds.length > 0 ||
    fields.delegateStatus === 'DELEGATE_STATUS_HAS_DELEGATE';
  return (user) =>
    !impossible &&
    (statuses.size === 0 ? user.status !== 'DELETED' : statuses.has(user.status)) &&
    !excludedIds.has(user.id) &&
    !fields.excludeTypes.includes(`USER_TYPE_${user.type}`) &&
    !fields.excludeOrigins.includes(`USER_ORIGIN_${user.origin}`) &&
    anyOf(fields.origins, [`USER_ORIGIN_${user.origin}`]) &&
    anyOf(fields.departments, [user.department]) &&
    anyOf(fields.jobTitles, [user.jobTitle]) &&
    anyOf(fields.managerIds, user.managerIds) &&
    anyOf(fields.roleIds, user.roleIds);
}
