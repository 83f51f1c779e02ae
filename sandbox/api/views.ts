import { rfc3339 } from '../base/clock';
import type { Settings } from '../control/settings';
import { type Directory, type Invitation, type Role, STATUS_PREFIX, type User } from '../tenant/types';

type View = Record<string, unknown>;

const orNull = (list: readonly string[]): readonly string[] | null => (list.length === 0 ? null : list);

/** An invitation with all fields the API describes, whatever the settings. */
export function fullInvitation(invitation: Invitation): View {
  const { seq: _seq, status, initialRoleIds, createdAt, updatedAt, expiresAt, acceptedAt, ...texts } = invitation;
  return {
    ...texts,
    initialRoleIds: orNull(initialRoleIds),
    status: STATUS_PREFIX + status,
    createdAt: rfc3339(createdAt),
    updatedAt: rfc3339(updatedAt),
    expiresAt: rfc3339(expiresAt),
    acceptedAt: rfc3339(acceptedAt),
  };
}

/**
 * An invitation as the API gives it under the current settings. The date of acceptance is left out until there is one:
 * the vendor's description allows null and absence, its own TypeScript client (1.2) stumbles over null.
 */
export function invitationView(invitation: Invitation, settings: Settings): View {
  const view = fullInvitation(invitation);
  const unknown = settings.unknownStatus;
  if (typeof unknown === 'string') view.status = unknown;
  else if (unknown !== null && shareOf(invitation.id) < unknown.share) view.status = unknown.status;
  const shaped = shape(view, settings);
  if (invitation.acceptedAt === null) {
    if (settings.sparse) shaped.acceptedAt = null;
    else delete shaped.acceptedAt;
  }
  return shaped;
}

export function directoryView(directory: Directory, settings: Settings): View {
  return shape(
    {
      appId: directory.appId,
      displayName: directory.displayName,
      invitationTtl: `${directory.ttlSeconds}s`,
      isDefault: directory.isDefault,
      allowSelfRegistration: directory.allowSelfRegistration,
      selfRegistrationDomains: orNull(directory.selfRegistrationDomains),
      onboardingFlowId: directory.onboardingFlowId,
      defaultProfileTypeId: '',
      organizationId: '',
      createdAt: rfc3339(directory.createdAt),
      updatedAt: rfc3339(directory.createdAt),
    },
    settings,
  );
}

export function roleView(role: Role, settings: Settings): View {
  return shape(
    {
      id: role.id,
      name: role.name,
      displayName: role.displayName,
      permissions: orNull(role.permissions),
      serviceRoles: orNull(role.serviceRoles),
      systemBuiltin: role.systemBuiltin,
      systemApiOnly: role.systemApiOnly,
      createdAt: rfc3339(role.createdAt),
      updatedAt: rfc3339(role.createdAt),
      deletedAt: null,
    },
    settings,
  );
}

/** A user in the wrapping that searches and reads give: nothing is expanded, so every path is empty. */
export function userView(user: User, settings: Settings): View {
  const view = shape(
    {
      id: user.id,
      displayName: user.displayName,
      email: user.email,
      emails: orNull(user.emails),
      emailSources: null,
      username: user.username,
      usernames: orNull(user.username === '' ? [] : [user.username]),
      usernameSources: null,
      department: user.department,
      departmentSources: null,
      jobTitle: user.jobTitle,
      jobTitleSources: null,
      managerIds: orNull(user.managerIds),
      managerSources: null,
      employeeIds: orNull(user.employeeIds),
      employeeIdSources: null,
      employmentStatus: '',
      employmentStatusSources: null,
      employmentType: '',
      employmentTypeSources: null,
      directoryIds: orNull(user.directoryIds),
      directoryStatus: user.status,
      directoryStatusSources: null,
      delegatedUserId: '',
      roleIds: orNull(user.roleIds),
      status: user.status,
      type: `USER_TYPE_${user.type}`,
      origin: `USER_ORIGIN_${user.origin}`,
      profile: null,
      createdAt: rfc3339(user.createdAt),
      updatedAt: rfc3339(user.updatedAt),
      deletedAt: rfc3339(user.deletedAt),
    },
    settings,
  );
  return {
    user: view,
    userId: user.id,
    rolesPath: '',
    managersPath: '',
    delegatedUserPath: '',
    directoriesPath: '',
    objectPermissions: null,
  };
}

/** The id is what identifies an object, so it stays under `sparse`. */
const ALWAYS = new Set(['id', 'appId', 'status']);

/** Under `sparse`, what is empty is left out or null; under `extraFields`, there is more than the description knows. */
function shape(view: View, settings: Settings): View {
  const shaped: View = settings.sparse ? {} : { ...view };
  if (settings.sparse) {
    for (const [name, value] of Object.entries(view)) {
      if (name === 'updatedAt') shaped[name] = null;
      else if (ALWAYS.has(name) || (value !== '' && value !== null && value !== false)) shaped[name] = value;
    }
  }
  if (settings.extraFields) Object.assign(shaped, { fieldOfTomorrow: { nested: [1, 'two', null] }, labels: ['new'] });
  return shaped;
}

/** A number in [0, 1) that is always the same for an id. */
function shareOf(id: string): number {
  let hash = 2166136261;
  for (const char of id) hash = Math.imul(hash ^ char.charCodeAt(0), 16777619);
  return (hash >>> 0) / 4294967296;
}
