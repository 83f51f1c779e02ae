/** `npm run policy:schema`: writes the JSON Schema of `usher.policy.json` out of the schema that Usher itself reads it by. */
import { writeFileSync } from 'node:fs';
import { policyJsonSchema } from '@/lib/invitations/rules/policy-schema';

const FILE = 'public/usher.policy.schema.json';

writeFileSync(FILE, `${JSON.stringify(policyJsonSchema(), null, 2)}\n`);
console.log(`${FILE} is written.`);
