import 'server-only';
import type { Answer, Call, Directory, UpstreamInvitation } from '@/lib/invitations/ports';
import type { JsonObject } from './classify';
import { type ClientDeps, createClient, type Spec } from './client';
import type { ConductorOneConfig } from './config';
import { everyPage } from './every-page';
import { createBody, DIRECTORIES_PATH, filled, invitationPath, usersBody } from './requests';
import {
  readDirectories,
  readInvitation,
  readInvitations,
  readPrincipal,
  readRoles,
  readUsers,
  wireStatus,
} from './wire';

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
    const path = invitationPath([directoryId, 'invitations', ...rest]);
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
      everyPage(client, { operation: 'listDirectories', path: DIRECTORIES_PATH, parse: readDirectories }, call),
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
