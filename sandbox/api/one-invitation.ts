import { GrpcError } from '../http/errors';
import type { Invitation } from '../tenant/types';
import type { World } from '../world';
import { directoryOr404 } from './list-directories';
import type { Operation } from './operation';
import { invitationView } from './views';

const PATH = '/api/v1/local-directory-configs/{directory_app_id}/invitations/{id}';

export const getInvitation: Operation = {
  name: 'get',
  method: 'GET',
  path: PATH,
  run: ({ world, params }) => ({
    body: { invitation: invitationView(invitationOr404(world, params), world.settings) },
  }),
};

export const revokeInvitation: Operation = {
  name: 'revoke',
  method: 'POST',
  path: `${PATH}/revoke`,
  run: ({ world, params }) => {
    const invitation = invitationOr404(world, params);
    if (invitation.status !== 'PENDING') {
      throw new GrpcError(
        9,
        `Only a pending invitation can be revoked, this one is ${invitation.status.toLowerCase()}.`,
      );
    }
    const revoked = world.tenant.invitations.update(invitation.id, {
      status: 'REVOKED',
      updatedAt: world.clock.now(),
    });
    return { body: { invitation: invitationView(revoked, world.settings) }, committed: revoked.id };
  },
};

function invitationOr404(world: World, params: Record<string, string>): Invitation {
  const directory = directoryOr404(world, params.directory_app_id);
  const invitation = world.tenant.invitations.get(params.id ?? '');
  if (invitation === undefined || invitation.directoryAppId !== directory.appId) {
    throw new GrpcError(5, 'There is no invitation with this id in this directory.');
  }
  return invitation;
}
