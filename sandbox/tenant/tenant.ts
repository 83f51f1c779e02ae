import type { Clock } from '../base/clock';
import { Rng } from '../base/rng';
import { makeDirectories } from './directories';
import { InvitationStore } from './invitation-store';
import { makeInvitations } from './make-invitations';
import { makeUsers } from './make-users';
import { makeRoles } from './roles';
import type { Directory, NamedId, Role, User } from './types';
import { UserStore } from './user-store';

/** How large the tenant is and which random numbers it is made of. */
export interface SeedOptions {
  seed: number;
  people: number;
  invitations: number;
}

export const DEFAULT_SEED: SeedOptions = { seed: 1, people: 500, invitations: 40 };

/** Ids of seeded things are dated here, so that they are the same at every start. */
const EPOCH = Date.UTC(2026, 0, 5, 9);

/** Everything the tenant knows. */
export interface Tenant {
  readonly id: string;
  readonly roles: Role[];
  readonly directories: Directory[];
  readonly onboardingFlows: NamedId[];
  readonly jobs: NamedId[];
  readonly users: UserStore;
  readonly servicePrincipal: User;
  readonly invitations: InvitationStore;
}

/** Builds the tenant from a seed; the expiry lag is in milliseconds and read at every look. */
export function makeTenant(options: SeedOptions, clock: Clock, expiryLag: () => number): Tenant {
  const rng = new Rng(options.seed);
  const roles = makeRoles(rng, EPOCH);
  const data = makeDirectories(rng, EPOCH);
  const { users, servicePrincipal } = makeUsers(options.people, roles, rng, EPOCH);
  const store = new UserStore();
  for (const user of users) store.add(user);
  const invitations = new InvitationStore(() => clock.now(), expiryLag);
  const context = {
    directories: data.directories,
    roles,
    users,
    servicePrincipalId: servicePrincipal.id,
    now: clock.now(),
    epoch: EPOCH,
  };
  invitations.plant(makeInvitations(options.invitations, context, rng));
  return { id: `tenant-${options.seed}`, roles, ...data, users: store, servicePrincipal, invitations };
}
