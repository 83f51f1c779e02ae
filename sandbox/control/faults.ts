import { z } from 'zod';
import type { Rng } from '../base/rng';
import { Rules } from './rules';

/** The names under which calls are counted and faults are set. */
export const OPERATIONS = [
  'token',
  'create',
  'get',
  'revoke',
  'search-invitations',
  'list-directories',
  'get-directory',
  'list-roles',
  'search-users',
  'get-user',
  'introspect',
] as const;
export type OperationName = (typeof OPERATIONS)[number];

const httpStatus = z.int().min(200).max(599);
const delay = z.int().min(0).max(600_000);
const common = {
  operations: z.array(z.enum(OPERATIONS)).min(1).optional(),
  rate: z.number().min(0).max(1).default(1),
  times: z.int().positive().optional(),
};

/** One rule. Without `operations` it covers every call of the API, but not the token endpoint. */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('status'),
    status: httpStatus,
    body: z.enum(['grpc', 'empty', 'html']).default('grpc'),
    retryAfter: z.number().min(0).optional(),
  }),
  z.strictObject({ ...common, kind: z.literal('html'), status: httpStatus.default(502) }),
  z.strictObject({ ...common, kind: z.literal('hang') }),
  z.strictObject({ ...common, kind: z.literal('drop') }),
  z.strictObject({ ...common, kind: z.literal('commit-then-drop') }),
  z.strictObject({
    ...common,
    kind: z.literal('commit-then-status'),
    status: httpStatus.default(500),
    body: z.enum(['grpc', 'empty', 'html']).default('grpc'),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('commit-late'),
    afterMs: delay,
    connection: z.enum(['drop', 'hang']).default('drop'),
  }),
  z.strictObject({ ...common, kind: z.literal('empty') }),
  z.strictObject({ ...common, kind: z.literal('malformed') }),
  z.strictObject({ ...common, kind: z.literal('null-invitation') }),
  z.strictObject({ ...common, kind: z.literal('slow-body'), ms: delay }),
]);

export type Fault = z.output<typeof faultSchema>;

/** The rules for calls over HTTP. */
export class Faults extends Rules<Fault> {
  /** The fault for a call, counted as used; null when the call is to go well. */
  take(operation: OperationName, rng: Rng): Fault | null {
    return this.first(
      ({ operations }) => (operations === undefined ? operation !== 'token' : operations.includes(operation)),
      rng,
    );
  }
}
