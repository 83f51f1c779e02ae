import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { ksuid } from '../base/ksuid';
import type { World } from '../world';
import type { Invitation, User } from './types';

/** Signs the tokens in invitation links; made anew at each start, as the tenant itself is. */
const KEY = randomBytes(32);

/** The token in the link of an invitation's mail. */
export function acceptToken(id: string): string {
  return `${id}-${createHmac('sha256', KEY).update(id).digest('base64url')}`;
}

/** The invitation that a link's token belongs to, whatever its status. */
export function invitationForToken(world: World, token: string): Invitation | undefined {
  const id = token.slice(0, token.indexOf('-'));
  const [given, real] = [Buffer.from(token), Buffer.from(acceptToken(id))];
  if (given.length !== real.length || !timingSafeEqual(given, real)) return undefined;
  return world.tenant.invitations.get(id);
}

/** How the link of an invitation stands: the time counts, not a status that may lag behind it. */
export function linkState(world: World, invitation: Invitation): 'open' | 'accepted' | 'revoked' | 'expired' {
  if (invitation.status === 'ACCEPTED') return 'accepted';
  if (invitation.status === 'REVOKED') return 'revoked';
  return invitation.status === 'EXPIRED' || invitation.expiresAt <= world.clock.now() ? 'expired' : 'open';
}

/** Accepts an open invitation: the invited person becomes a user of the local directory. Null when it is not open. */
export function accept(world: World, invitation: Invitation): Invitation | null {
  if (linkState(world, invitation) !== 'open') return null;
  const { tenant, clock } = world;
  const now = clock.now();
  const basic = tenant.roles.filter((role) => role.name === 'basic_user').map((role) => role.id);
  const user: User = {
    id: ksuid(now, world.ids),
    displayName: invitation.displayName,
    email: invitation.email,
    emails: [invitation.email],
    username: invitation.email,
    department: '',
    jobTitle: '',
    managerIds: [],
    roleIds: [...new Set([...basic, ...invitation.initialRoleIds])],
    employeeIds: [],
    directoryIds: [invitation.directoryAppId],
    status: 'ENABLED',
    type: 'HUMAN',
    origin: 'LOCAL',
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  };
  tenant.users.add(user);
  return tenant.invitations.update(invitation.id, {
    status: 'ACCEPTED',
    createdUserId: user.id,
    acceptedAt: now,
    updatedAt: now,
  });
}
