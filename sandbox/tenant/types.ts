/** The lifecycle of an invitation, without the vendor's `LOCAL_INVITATION_STATUS_` prefix. */
export const INVITATION_STATUSES = ['PENDING', 'ACCEPTED', 'REVOKED', 'EXPIRED'] as const;
export type InvitationStatus = (typeof INVITATION_STATUSES)[number];
export const STATUS_PREFIX = 'LOCAL_INVITATION_STATUS_';

/** An invitation as the tenant keeps it. Never changed in place: a change makes a new object. Times in milliseconds. */
export interface Invitation {
  readonly seq: number;
  readonly id: string;
  readonly directoryAppId: string;
  readonly email: string;
  readonly displayName: string;
  readonly initialRoleIds: readonly string[];
  readonly sponsorUserId: string;
  readonly purpose: string;
  readonly jobId: string;
  readonly onboardingFlowId: string;
  readonly status: InvitationStatus;
  readonly invitedByUserId: string;
  readonly createdUserId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly expiresAt: number;
  readonly acceptedAt: number | null;
}

export const USER_STATUSES = ['ENABLED', 'DISABLED', 'DELETED'] as const;
export type UserStatus = (typeof USER_STATUSES)[number];
export type UserType = 'SYSTEM' | 'HUMAN' | 'SERVICE' | 'AGENT';
export type UserOrigin = 'DIRECTORY' | 'LOCAL' | 'SYSTEM';

/** A user of the tenant. Changed in place only through the user store. Times in milliseconds. */
export interface User {
  id: string;
  displayName: string;
  email: string;
  emails: string[];
  username: string;
  department: string;
  jobTitle: string;
  managerIds: string[];
  roleIds: string[];
  employeeIds: string[];
  directoryIds: string[];
  status: UserStatus;
  type: UserType;
  origin: UserOrigin;
  createdAt: number;
  updatedAt: number;
  deletedAt: number | null;
}

export interface Role {
  id: string;
  name: string;
  displayName: string;
  permissions: string[];
  serviceRoles: string[];
  systemBuiltin: boolean;
  systemApiOnly: boolean;
  createdAt: number;
}

export interface Directory {
  appId: string;
  displayName: string;
  ttlSeconds: number;
  isDefault: boolean;
  allowSelfRegistration: boolean;
  selfRegistrationDomains: string[];
  onboardingFlowId: string;
  createdAt: number;
}

/** Things that an invitation may point to and that the API has no call to list. */
export interface NamedId {
  id: string;
  displayName: string;
}
