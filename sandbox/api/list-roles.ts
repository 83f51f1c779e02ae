import { listPage } from './list-page';
import type { Operation } from './operation';
import { roleView } from './views';

export const listRoles: Operation = {
  name: 'list-roles',
  method: 'GET',
  path: '/api/v1/iam/roles',
  run: ({ world, query }) => ({
    body: listPage(world, 'list-roles', query, world.tenant.roles, (role) => roleView(role, world.settings)),
  }),
};
