import pg from 'pg';
import { FIRST_POLICY, type Policy } from '../../../lib/invitations/rules/document';

/** Puts a policy in force, the first one changed by this; the app knows it a moment later, and never sends by an older one. */
export async function putInForce(databaseUrl: string, change: Partial<Policy> = {}): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `insert into policy_version (number, policy, origin, at)
       select coalesce(max(number), 0) + 1, $1, 'file', now() from policy_version`,
      [{ ...FIRST_POLICY, ...change }],
    );
  } finally {
    await client.end();
  }
}
