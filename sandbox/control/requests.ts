import { z } from 'zod';
import { INVITATION_STATUSES, STATUS_PREFIX, USER_STATUSES } from '../tenant/types';
import { settingsSchema } from './settings';

const count = z.int().min(0).max(200_000);

export const seedSchema = z.strictObject({
  people: count.optional(),
  invitations: count.optional(),
  seed: z.int().optional(),
});

export const clockSchema = z.strictObject({
  advanceSeconds: z.number().min(0).optional(),
  tokenSkewSeconds: z.number().optional(),
});

export const settingsPatch = settingsSchema.partial();

export const personPatch = z.strictObject({
  disabled: z.boolean().optional(),
  groups: z.array(z.string()).optional(),
  emailVerified: z.boolean().optional(),
});

export const userPatch = z.strictObject({ status: z.enum(USER_STATUSES) });

export const tokenRequest = z.strictObject({ person: z.string(), lifetimeSeconds: z.int().default(300) });

/** An RFC 3339 time, as milliseconds. */
const time = z.iso.datetime({ offset: true }).transform((value) => Date.parse(value));

/** An invitation as somebody made it in the vendor's own interface; what is left out gets a likely value. */
export const foreignInvitation = z.strictObject({
  directoryAppId: z.string().optional(),
  email: z.string().min(1),
  displayName: z.string().default('Made Elsewhere'),
  initialRoleIds: z.array(z.string()).default([]),
  sponsorUserId: z.string().default(''),
  purpose: z.string().default(''),
  jobId: z.string().default(''),
  onboardingFlowId: z.string().default(''),
  status: z
    .enum([...INVITATION_STATUSES, ...INVITATION_STATUSES.map((status) => STATUS_PREFIX + status)])
    .default('PENDING'),
  invitedByUserId: z.string().optional(),
  createdUserId: z.string().default(''),
  createdAt: time.optional(),
  updatedAt: time.optional(),
  expiresAt: time.optional(),
  acceptedAt: time.nullable().default(null),
});
