import { ksuid } from '../base/ksuid';
import { plainText } from '../base/plain-text';
import type { Rng } from '../base/rng';
import { makePeople } from '../idp/people';
import { DEPARTMENTS, FIRST_NAMES, LAST_NAMES, PARTNER_DOMAINS } from './names';
import type { Role, User, UserStatus, UserType } from './types';

const DAY = 86_400_000;

/** The first lines of the tenant: its own service principal, then the people of the identity provider. */
export interface UserPlan {
  users: User[];
  servicePrincipal: User;
}

/**
 * Invents the tenant's users: the service principal, everyone from the identity provider who has an account, and so
 * many more that the humans and services add up to `count`. The same random source gives the same people and ids.
 */
export function makeUsers(count: number, roles: readonly Role[], rng: Rng, epoch: number): UserPlan {
  const roleNamed = (name: string): string[] => roles.filter((role) => role.name === name).map((role) => role.id);
  const base = (displayName: string, email: string): User => {
    const createdAt = epoch - rng.int(900) * DAY;
    return {
      id: ksuid(createdAt, rng),
      displayName,
      email,
      emails: email === '' ? [] : [email],
      username: email,
      department: '',
      jobTitle: '',
      managerIds: [],
      roleIds: roleNamed('basic_user'),
      employeeIds: [],
      directoryIds: [],
      status: 'ENABLED',
      type: 'HUMAN',
      origin: 'DIRECTORY',
      createdAt,
      updatedAt: createdAt,
      deletedAt: null,
    };
  };

  const servicePrincipal: User = {
    ...base('Usher', ''),
    username: 'usher',
    roleIds: roleNamed('local_directory_api'),
    type: 'SERVICE',
    origin: 'SYSTEM',
  };
  const users: User[] = [servicePrincipal];
  for (const person of makePeople()) {
    if (!person.upstream) continue;
    const user = base(person.name, person.email);
    const status: UserStatus = person.disabled ? 'DISABLED' : 'ENABLED';
    users.push({ ...user, department: person.department, jobTitle: person.jobTitle, status });
  }

  const managers = new Map<string, string>();
  for (const user of users) if (!managers.has(user.department)) managers.set(user.department, user.id);
  const departments = Object.keys(DEPARTMENTS);
  const taken = new Set(users.map((user) => user.email));
  for (let i = users.length; i < count; i++) {
    const first = rng.pick(FIRST_NAMES);
    const last = rng.pick(LAST_NAMES);
    const type: UserType = rng.chance(0.03) ? 'SERVICE' : 'HUMAN';
    if (type === 'SERVICE') {
      const name = `svc-${rng.pick(['backup', 'reporting', 'sync', 'deploy', 'scanner'])}-${i}`;
      users.push({ ...base(name, `${name}@acme.example`), type });
      continue;
    }
    const local = rng.chance(0.1);
    const email = addressFor(first, last, i, local ? rng.pick(PARTNER_DOMAINS) : 'acme.example', taken, rng);
    const user = base(`${first} ${last}`, email);
    const department = rng.pick(departments);
    user.department = department;
    user.jobTitle = rng.pick(DEPARTMENTS[department] ?? ['Associate']);
    user.origin = local ? 'LOCAL' : 'DIRECTORY';
    user.employeeIds = local ? [] : [`E${100_000 + i}`];
    if (rng.chance(0.1)) user.emails.push(`${email.split('@')[0]}@mail.acme.example`);
    if (rng.chance(0.15)) user.roleIds.push(rng.pick(roles.filter((role) => !role.systemBuiltin)).id);
    if (rng.chance(0.05)) user.status = 'DISABLED';
    const manager = managers.get(department);
    if (manager === undefined) managers.set(department, user.id);
    else user.managerIds = [manager];
    users.push(user);
  }
  const gone = users.findLast((user) => user.type === 'HUMAN' && user.origin === 'DIRECTORY');
  if (gone !== undefined && users.length > 20) Object.assign(gone, { status: 'DELETED', deletedAt: epoch - DAY });
  return { users, servicePrincipal };
}

/** An address from a name, made unique; some carry a plus tag or an odd but valid local part. */
function addressFor(first: string, last: string, i: number, domain: string, taken: Set<string>, rng: Rng): string {
  const part = (text: string): string => plainText(text).replace(/[^a-z]+/g, '');
  let local = [part(first), part(last)].filter((text) => text !== '').join('.') || `person${i}`;
  const oddity = rng.next();
  if (oddity < 0.02) local += '+hq';
  else if (oddity < 0.03) local = `o'${local}`;
  else if (oddity < 0.04) local = local.toUpperCase();
  let email = `${local}@${domain}`;
  if (taken.has(email.toLowerCase())) email = `${local}${i}@${domain}`;
  taken.add(email.toLowerCase());
  return email;
}
