import type { Role } from '../tenant/types';
import type { Operation } from './operation';

/** Who the credential is. Under `credential: 'missing-role'` it holds the basic role only. */
export const introspect: Operation = {
  name: 'introspect',
  method: 'GET',
  path: '/api/v1/auth/introspect',
  run: ({ world }) => {
    const { servicePrincipal, roles: all, id: tenantId } = world.tenant;
    const lacking = world.settings.credential === 'missing-role';
    const roles: Role[] = all.filter((role) =>
      lacking ? role.name === 'basic_user' : servicePrincipal.roleIds.includes(role.id),
    );
    return {
      body: {
        userId: servicePrincipal.id,
        principleId: servicePrincipal.id,
        tenantId,
        roles: roles.map((role) => role.id),
        permissions: [...new Set(roles.flatMap((role) => role.permissions))],
        features: null,
        disabledModules: null,
        deviceClientId: '',
      },
    };
  },
};
