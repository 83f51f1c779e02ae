import { z } from 'zod';
import { policySchema } from './document';

/** The policy's JSON Schema, as it is published for editors of `usher.policy.json` at `/usher.policy.schema.json`. */
export const policyJsonSchema = (): unknown =>
  z.toJSONSchema(policySchema.extend({ $schema: z.string().optional() }), { io: 'input', target: 'draft-2020-12' });
