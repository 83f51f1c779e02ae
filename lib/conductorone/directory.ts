import 'server-only';
import type {
  Answer,
  Call,
  CreateInvitation,
  Directory,
  Page,
  SearchUsers,
  UpstreamInvitation,
} from '@/lib/invitations/ports';
import type { JsonObject } from './classify';
import { type Client, type ClientDeps, createClient, type Spec } from './client';
import type { ConductorOneConfig } from './config';
import type { Deadline } from './deadline';
import {
  readDirectories,
  readInvitation,
  readInvitations,
  readPrincipal,
  readRoles,
  readUsers,
  wireStatus,
} from './wire';

const CONFIGS = '/api/v1/local-directory-configs';
const PAGE_SIZE = 100;
/** More pages than any tenant has directories or roles; a guard against an upstream that never ends. */
const MAX_PAGES = 50;

/**
 * The `Directory` port over ConductorOne's HTTP API. Keep one for the process: it holds the access token that all calls share.
 *
 * `deps.fetch` and `deps.random` are for tests; the platform's are used otherwise.
 */
export function createDirectory(config: ConductorOneConfig, deps: ClientDeps): Directory {
  const client = createClient(config, deps);
  const once = <T>(spec: Spec<T>, call: Call): Promise<Answer<T>> =>
    client.within(call, (deadline) => client.request(spec, call, deadline));

  /** A call about one directory's invitations. The path names the directory, should the answer not repeat it. */
  const invitationCall = async (
    spec: Pick<Spec<unknown>, 'operation' | 'effect' | 'method'> & { body?: JsonObject },
    [directoryId, ...rest]: [string, ...string[]],
    call: Call,
  ): Promise<Answer<UpstreamInvitation>> => {
    const path = pathOf([directoryId, 'invitations', ...rest]);
    if (path === null) return { ok: false, error: { code: 'not-found', message: 'An id is empty or unusable.' } };
    const parse = (body: JsonObject) => {
      const found = readInvitation(body);
      return found && { ...found, directoryId: found.directoryId === '' ? directoryId : found.directoryId };
    };
    return once({ ...spec, path, parse }, call);
  };

  return {
    createInvitation: (input, call) =>
      invitationCall(
        { operation: 'createInvitation', effect: 'write', method: 'POST', body: createBody(input) },
        [input.directoryId],
        call,
      ),
    getInvitation: (directoryId, id, call) =>
      invitationCall({ operation: 'getInvitation', effect: 'read', method: 'GET' }, [directoryId, id], call),
    revokeInvitation: (directoryId, id, call) =>
      invitationCall(
        { operation: 'revokeInvitation', effect: 'write', method: 'POST', body: {} },
        [directoryId, id, 'revoke'],
        call,
      ),
    searchInvitations: ({ directoryId, status, pageSize, pageToken }, call) =>
      once(
        {
          operation: 'searchInvitations',
          effect: 'read',
          method: 'POST',
          path: '/api/v1/search/local-directory-invitations',
          body: filled({
            directoryAppId: directoryId,
            statusFilter: status === undefined ? undefined : wireStatus(status),
            pageSize,
            pageToken,
          }),
          parse: readInvitations,
        },
        call,
      ),
    listDirectories: (call) =>
      everyPage(client, { operation: 'listDirectories', path: CONFIGS, parse: readDirectories }, call),
    listRoles: (call) =>
      everyPage(client, { operation: 'listRoles', path: '/api/v1/iam/roles', parse: readRoles }, call),
    searchUsers: async (query, call) => {
      // An empty restriction would be read as none, and answer everybody.
      if (query.ids?.length === 0) return { ok: true, value: { items: [], nextPageToken: '' } };
      return once(
        {
          operation: 'searchUsers',
          effect: 'read',
          method: 'POST',
          path: '/api/v1/search/users',
          body: usersBody(query),
          parse: readUsers,
        },
        call,
      );
    },
    introspect: (call) =>
      once(
        {
          operation: 'introspect',
          effect: 'read',
          method: 'GET',
          path: '/api/v1/auth/introspect',
          parse: readPrincipal,
        },
        call,
      ),
  };
}

/** Follows the pages of a listing within one deadline; entries that come twice are kept once. */
async function everyPage<T extends { id: string }>(
  client: Client,
  listing: { operation: string; path: string; parse(body: JsonObject): Page<T> | null },
  call: Call,
): Promise<Answer<T[]>> {
  const { operation, path, parse } = listing;
  const pageAt = (token: string, deadline: Deadline): Promise<Answer<Page<T>>> => {
    const query = new URLSearchParams({ page_size: String(PAGE_SIZE), ...(token === '' ? {} : { page_token: token }) });
    return client.request(
      { operation, effect: 'read', method: 'GET', path: `${path}?${query}`, parse },
      call,
      deadline,
    );
  };
  return client.within(call, async (deadline) => {
    const items = new Map<string, T>();
    const tokens = new Set(['']);
    for (let token = ''; ; ) {
      const page = await pageAt(token, deadline);
      if (!page.ok) return page;
      for (const item of page.value.items) items.set(item.id, item);
      token = page.value.nextPageToken;
      if (token === '') return { ...page, value: [...items.values()] };
      if (tokens.has(token) || tokens.size >= MAX_PAGES) {
        return { ok: false, error: { code: 'malformed', message: 'The pages of the upstream’s answer do not end.' } };
      }
      tokens.add(token);
    }
  });
}

/** The escaped path below the directories, null when a part would lead elsewhere: escaping does not help "", "." and "..". */
function pathOf(parts: string[]): string | null {
  // Half a surrogate pair cannot be escaped at all.
  if (parts.some((part) => /^\.{0,2}$|\p{Cs}/u.test(part))) return null;
  return [CONFIGS, ...parts.map(encodeURIComponent)].join('/');
}

function createBody(input: CreateInvitation): JsonObject {
  const { email, displayName, roleIds, sponsorUserId, purpose, jobId, onboardingFlowId } = input;
  return {
    email,
    displayName,
    ...filled({ initialRoleIds: roleIds, sponsorUserId, purpose, jobId, onboardingFlowId }),
  };
}

const NOT_HUMAN = ['USER_TYPE_SYSTEM', 'USER_TYPE_SERVICE', 'USER_TYPE_AGENT'];

function usersBody({ query, email, ids, onlyEnabledHumans, pageSize, pageToken }: SearchUsers): JsonObject {
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
function filled(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
