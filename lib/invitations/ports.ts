import type { DirectoryError } from './errors';
import type { InvitationStatus } from './invitation';

/** The clock, as a port: wall time for records, monotonic time for measuring. */
export type Clock = {
  now(): Date;
  /** Milliseconds from an arbitrary start; never goes back. */
  monotonicMs(): number;
};

/** What goes along with every call to the upstream. */
export type Call = {
  /** The request id of the person's action; sent upstream and logged, so that one id leads through everything. */
  requestId: string;
  signal?: AbortSignal;
  /** Asked last, right before a create is handed to the network; false sends nothing and answers "unavailable". */
  mayStillSend?: () => boolean;
};

/** The answer of one call: a value, or one of a closed set of errors; never a throw. */
export type Answer<T> =
  | {
      ok: true;
      value: T;
      /** The upstream's own clock, from its `Date` header, when it sent one. */
      upstreamDate?: Date;
    }
  | { ok: false; error: DirectoryError; upstreamDate?: Date };

/** An invitation as the upstream tells it: no field is ever missing here, "" and [] stand for absent and null. */
export type UpstreamInvitation = {
  id: string;
  directoryId: string;
  email: string;
  displayName: string;
  roleIds: string[];
  sponsorUserId: string;
  purpose: string;
  jobId: string;
  onboardingFlowId: string;
  status: InvitationStatus;
  statusRaw: string;
  invitedByUserId: string;
  createdUserId: string;
  /** ISO 8601 UTC, "" where the upstream gave none. */
  createdAt: string;
  updatedAt: string;
  expiresAt: string;
  acceptedAt: string;
};

/** What a create sends. Empty optional fields are left out on the wire. */
export type CreateInvitation = {
  directoryId: string;
  email: string;
  displayName: string;
  roleIds: string[];
  sponsorUserId: string;
  purpose: string;
  jobId: string;
  onboardingFlowId: string;
};

export type UpstreamDirectory = {
  id: string;
  name: string;
  isDefault: boolean;
  /** Seconds; null where the upstream gives none. */
  linkLifetimeSeconds: number | null;
  onboardingFlowId: string;
  selfRegistrationDomains: string[];
};

export type UpstreamRole = {
  id: string;
  name: string;
  displayName: string;
  permissions: string[];
  systemApiOnly: boolean;
  deleted: boolean;
};

export type UpstreamUser = {
  id: string;
  displayName: string;
  email: string;
  emails: string[];
  jobTitle: string;
  department: string;
  managerIds: string[];
  status: 'enabled' | 'disabled' | 'deleted' | 'unknown';
  type: 'human' | 'service' | 'system' | 'agent' | 'unknown';
};

export type Page<T> = { items: T[]; nextPageToken: string };

export type SearchUsers = {
  query?: string;
  email?: string;
  ids?: string[];
  /** Only people who can be a sponsor: enabled humans. */
  onlyEnabledHumans?: boolean;
  pageSize?: number;
  pageToken?: string;
};

export type Principal = { userId: string; tenantId: string; roles: string[]; permissions: string[] };

/** The upstream. Reads may be repeated inside; `createInvitation` and `revokeInvitation` reach it at most once. */
export type Directory = {
  createInvitation(input: CreateInvitation, call: Call): Promise<Answer<UpstreamInvitation>>;
  getInvitation(directoryId: string, id: string, call: Call): Promise<Answer<UpstreamInvitation>>;
  revokeInvitation(directoryId: string, id: string, call: Call): Promise<Answer<UpstreamInvitation>>;
  searchInvitations(
    query: {
      directoryId: string;
      status?: Exclude<InvitationStatus, 'unrecognised'>;
      pageSize?: number;
      pageToken?: string;
    },
    call: Call,
  ): Promise<Answer<Page<UpstreamInvitation>>>;
  /** All of them: pages are followed. */
  listDirectories(call: Call): Promise<Answer<UpstreamDirectory[]>>;
  /** All of them: pages are followed. */
  listRoles(call: Call): Promise<Answer<UpstreamRole[]>>;
  searchUsers(query: SearchUsers, call: Call): Promise<Answer<Page<UpstreamUser>>>;
  introspect(call: Call): Promise<Answer<Principal>>;
};

/** A log that takes an event's name and plain facts. Redaction is the adapter's duty. */
export type Log = {
  info(event: string, facts?: Record<string, unknown>): void;
  warn(event: string, facts?: Record<string, unknown>): void;
  error(event: string, facts?: Record<string, unknown>): void;
};
