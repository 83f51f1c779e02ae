import { GrpcError } from '../http/errors';
import type { Directory } from '../tenant/types';
import type { World } from '../world';
import { listPage } from './list-page';
import type { Operation } from './operation';
import { directoryView } from './views';

export const listDirectories: Operation = {
  name: 'list-directories',
  method: 'GET',
  path: '/api/v1/local-directory-configs',
  run: ({ world, query }) => ({
    body: listPage(world, 'list-directories', query, world.tenant.directories, (directory) =>
      directoryView(directory, world.settings),
    ),
  }),
};

export const getDirectory: Operation = {
  name: 'get-directory',
  method: 'GET',
  path: '/api/v1/local-directory-configs/{app_id}',
  run: ({ world, params }) => ({
    body: { localDirectoryConfig: directoryView(directoryOr404(world, params.app_id), world.settings) },
  }),
};

/** @throws GrpcError code 5 when there is no such directory */
export function directoryOr404(world: World, appId: string | undefined): Directory {
  const found = world.tenant.directories.find((directory) => directory.appId === appId);
  if (found === undefined) throw new GrpcError(5, 'There is no local directory with this app id.');
  return found;
}
