import { z } from 'zod';
import { OPERATIONS } from './faults';

const milliseconds = z.int().min(0).max(600_000);

/** The switches of the sandbox; every one has a default, and PATCH merges into the current ones. */
export const settingsSchema = z.strictObject({
  latencyMs: z.union([milliseconds, z.strictObject({ min: milliseconds, max: milliseconds })]),
  rateLimit: z
    .strictObject({
      perSecond: z.number().positive(),
      burst: z.int().positive().optional(),
      retryAfter: z.number().min(0).nullable(),
      operations: z.array(z.enum(OPERATIONS)).min(1).optional(),
    })
    .nullable(),
  duplicatePending: z.enum(['refuse', 'allow']),
  unstableOrder: z.boolean(),
  stalePages: z.union([z.boolean(), z.strictObject({ ms: milliseconds })]),
  unknownStatus: z.union([
    z.null(),
    z.string().min(1),
    z.strictObject({ status: z.string().min(1), share: z.number().min(0).max(1) }),
  ]),
  normalise: z.boolean(),
  sparse: z.boolean(),
  extraFields: z.boolean(),
  tokenLifetimeSeconds: z.int().min(1).max(86_400),
  tokenType: z.enum(['Bearer', 'DPoP']),
  purposeLimit: z.int().min(0).max(100_000),
  expiryLagSeconds: z.int().min(0),
  credential: z.enum(['ok', 'expired', 'address-refused', 'missing-role']),
  randomSeed: z.int(),
});

export type Settings = z.infer<typeof settingsSchema>;

/** The settings after a start or a reset; a fresh object on each call. */
export function defaultSettings(): Settings {
  return {
    latencyMs: 0,
    rateLimit: null,
    duplicatePending: 'refuse',
    unstableOrder: false,
    stalePages: false,
    unknownStatus: null,
    normalise: false,
    sparse: false,
    extraFields: false,
    tokenLifetimeSeconds: 600,
    tokenType: 'Bearer',
    purposeLimit: 1024,
    expiryLagSeconds: 0,
    credential: 'ok',
    randomSeed: 1,
  };
}
