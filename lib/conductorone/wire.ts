import 'server-only';
import { z } from 'zod';
import type { InvitationStatus } from '@/lib/invitations/invitation';
import type {
  Page,
  Principal,
  UpstreamDirectory,
  UpstreamInvitation,
  UpstreamRole,
  UpstreamUser,
} from '@/lib/invitations/ports';
import type { JsonObject } from './classify';
import { durationSeconds, timestamp } from './wire-values';

/**
 * The edge: the upstream's JSON comes in, the core's types go out. Every field may be missing, null, empty or, one day, of
 * another type; only an id is indispensable. What is not known is dropped, so that new fields never disturb.
 */

const text = z.string().catch('');
const flag = z.boolean().catch(false);
const id = z.string().min(1);
/** A list of which the usable elements are kept. */
const listOf = <T>(element: z.ZodType<T>) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((items) =>
      items.flatMap((item) => {
        const parsed = element.safeParse(item);
        return parsed.success ? [parsed.data] : [];
      }),
    );
const texts = listOf(id);
const instant = text.transform(timestamp);

const STATUS_PREFIX = 'LOCAL_INVITATION_STATUS_';
const STATUSES: Record<string, InvitationStatus> = {
  [`${STATUS_PREFIX}PENDING`]: 'pending',
  [`${STATUS_PREFIX}ACCEPTED`]: 'accepted',
  [`${STATUS_PREFIX}REVOKED`]: 'revoked',
  [`${STATUS_PREFIX}EXPIRED`]: 'expired',
};

/** The upstream's word for a status that Usher knows. */
export const wireStatus = (status: Exclude<InvitationStatus, 'unrecognised'>): string =>
  `${STATUS_PREFIX}${status.toUpperCase()}`;

const invitation = z
  .object({
    id,
    directoryAppId: text,
    email: text,
    displayName: text,
    initialRoleIds: texts,
    sponsorUserId: text,
    purpose: text,
    jobId: text,
    onboardingFlowId: text,
    status: text,
    invitedByUserId: text,
    createdUserId: text,
    createdAt: instant,
    updatedAt: instant,
    expiresAt: instant,
    acceptedAt: instant,
  })
  .transform(({ directoryAppId, initialRoleIds, status, ...rest }): UpstreamInvitation => {
    const known = Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined;
    return {
      ...rest,
      directoryId: directoryAppId,
      roleIds: initialRoleIds,
      status: known ?? 'unrecognised',
      statusRaw: status,
    };
  });

const directory = z
  .object({
    appId: id,
    displayName: text,
    isDefault: flag,
    invitationTtl: text,
    onboardingFlowId: text,
    selfRegistrationDomains: texts,
  })
  .transform(
    (wire): UpstreamDirectory => ({
      id: wire.appId,
      name: wire.displayName,
      isDefault: wire.isDefault,
      linkLifetimeSeconds: durationSeconds(wire.invitationTtl),
      onboardingFlowId: wire.onboardingFlowId,
      selfRegistrationDomains: wire.selfRegistrationDomains,
    }),
  );

const role = z
  .object({ id, name: text, displayName: text, permissions: texts, systemApiOnly: flag, deletedAt: instant })
  .transform(({ deletedAt, ...rest }): UpstreamRole => ({ ...rest, deleted: deletedAt !== '' }));

const USER_STATUSES: Record<string, UpstreamUser['status']> = {
  ENABLED: 'enabled',
  DISABLED: 'disabled',
  DELETED: 'deleted',
};
const USER_TYPES: Record<string, UpstreamUser['type']> = {
  USER_TYPE_HUMAN: 'human',
  USER_TYPE_SERVICE: 'service',
  USER_TYPE_SYSTEM: 'system',
  USER_TYPE_AGENT: 'agent',
};
const oneOf = <T extends string>(words: Record<string, T>) =>
  text.transform((word): T | 'unknown' => (Object.hasOwn(words, word) ? words[word] : undefined) ?? 'unknown');

const user = z.object({
  id,
  displayName: text,
  email: text,
  emails: texts,
  jobTitle: text,
  department: text,
  managerIds: texts,
  status: oneOf(USER_STATUSES),
  type: oneOf(USER_TYPES),
}) satisfies z.ZodType<UpstreamUser>;

const principal = z
  .object({ userId: text, principleId: text, tenantId: text, roles: texts, permissions: texts })
  .transform(
    ({ userId, principleId, ...rest }): Principal => ({ ...rest, userId: userId === '' ? principleId : userId }),
  );

const pageOf = <T>(element: z.ZodType<T>) => {
  const page = z
    .object({ list: listOf(element), nextPageToken: text })
    .transform(({ list, nextPageToken }): Page<T> => ({ items: list, nextPageToken }));
  return (body: JsonObject): Page<T> | null => page.safeParse(body).data ?? null;
};

const envelope = z.object({ invitation });

/** The invitation in the answer of create, get and revoke; null when there is none or it has no id. */
export const readInvitation = (body: JsonObject): UpstreamInvitation | null =>
  envelope.safeParse(body).data?.invitation ?? null;

/** A page; entries without an id are of no use to anybody and are left out. A null or missing list is an empty one. */
export const readInvitations = pageOf(invitation);
export const readDirectories = pageOf(directory);
export const readRoles = pageOf(role);
export const readUsers = pageOf(z.object({ user }).transform((view): UpstreamUser => view.user));

/** Who the credential is; null when the answer names nobody. */
export const readPrincipal = (body: JsonObject): Principal | null => {
  const found = principal.safeParse(body).data;
  return found === undefined || found.userId === '' ? null : found;
};
