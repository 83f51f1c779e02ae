import 'server-only';
import { desc, eq, sql } from 'drizzle-orm';
import { FIRST_POLICY, policySchema } from '../invitations/rules/document';
import type { PolicyBook, PolicyVersion } from '../invitations/rules/policy-book';
import { appendAudit } from './audit';
import { type Database, databaseNow, type Queryable, type SharedClock } from './connection';
import { violatedUnique } from './errors';
import { policyVersions } from './schema-approval';
import { inTransaction } from './transaction';

/** How long a version may be taken for the one that holds: the ledger refuses what an older one judged. */
const REMEMBERED_MS = 2_000;

/** The version that holds where nobody has written one: number 0. */
const FIRST: PolicyVersion = {
  number: 0,
  policy: FIRST_POLICY,
  origin: 'first',
  note: '',
  author: null,
  at: new Date(0),
};

/** The `PolicyBook` port on Postgres. */
export function createPolicyBook(
  { db }: Database,
  monotonicMs: () => number,
  clock: SharedClock = databaseNow,
): PolicyBook {
  let known: { version: PolicyVersion; until: number } | null = null;

  const fresh = async (): Promise<PolicyVersion> => {
    const until = monotonicMs() + REMEMBERED_MS;
    const [row] = await db.select().from(policyVersions).orderBy(desc(policyVersions.number)).limit(1);
    const version = row === undefined ? FIRST : toVersion(row);
    known = { version, until };
    return version;
  };

  return {
    fresh,
    current: async () => (known !== null && monotonicMs() < known.until ? known.version : fresh()),

    async version(number) {
      if (number === FIRST.number) return FIRST;
      const [row] = await db.select().from(policyVersions).where(eq(policyVersions.number, number));
      return row === undefined ? null : toVersion(row);
    },

    async history(limit) {
      const rows = await db.select().from(policyVersions).orderBy(desc(policyVersions.number)).limit(limit);
      return rows.map(toVersion);
    },

    async save({ policy, basedOn, origin, note, author, requestId }) {
      try {
        const version = await inTransaction(db, async (tx) => {
          if ((await policyNumber(tx)) !== basedOn) return null;
          const [row] = await tx
            .insert(policyVersions)
            .values({
              number: basedOn + 1,
              policy,
              origin,
              note,
              authorSubject: author?.subject ?? '',
              authorName: author?.name ?? '',
              authorEmail: author?.email ?? '',
              authorRole: author?.role ?? '',
              at: await clock(tx),
            })
            .returning();
          if (row === undefined) throw new Error('the insert returned no row');
          await appendAudit(tx, {
            action: 'policy.changed',
            actor: author,
            requestId,
            ...(note === '' ? {} : { text: { note } }),
            details: { number: row.number, origin, rules: policy.rules.length, paused: policy.paused },
          });
          return toVersion(row);
        });
        known = null;
        return version;
      } catch (error) {
        // Two at once: the number is taken.
        if (violatedUnique(error) === 'policy_version_pkey') return null;
        throw error;
      }
    },
  };
}

/** The same as an expression, for a statement that asks for something else too. */
export const policyNumberNow = sql<number>`coalesce((select max(${policyVersions.number}) from ${policyVersions}), ${FIRST.number}::int)`;

/** The number of the policy that holds, for whoever is about to act on a verdict; 0 before the first. */
export async function policyNumber(on: Queryable): Promise<number> {
  const [row] = await on
    .select({ number: policyVersions.number })
    .from(policyVersions)
    .orderBy(desc(policyVersions.number))
    .limit(1);
  return row?.number ?? FIRST.number;
}

const toVersion = (row: typeof policyVersions.$inferSelect): PolicyVersion => ({
  number: row.number,
  // Parsed, and not believed: what an older Usher has written gets today's shape or is refused here, and not half way through a verdict.
  policy: policySchema.parse(row.policy),
  origin: row.origin,
  note: row.note,
  author:
    row.authorSubject === ''
      ? null
      : { subject: row.authorSubject, name: row.authorName, email: row.authorEmail, role: row.authorRole },
  at: row.at,
});
