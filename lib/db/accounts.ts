import 'server-only';
import { arrayOverlaps, eq, inArray, or, sql } from 'drizzle-orm';
import { USHER_ROLES, type UsherRole } from '../invitations/invitation';
import type { Account, Accounts } from '../invitations/rules/accounts';
import { appendAudit } from './audit';
import { type Database, databaseNow, type SharedClock } from './connection';
import { accounts } from './schema-approval';
import { inTransaction } from './transaction';

/** More groups than any rule will name; a provider that sends thousands must not fill the table. */
const MAX_GROUPS = 2_000;

/** The `Accounts` port on Postgres. */
export function createAccounts({ db }: Database, clock: SharedClock = databaseNow): Accounts {
  return {
    async signedIn(account) {
      const row = { ...account, groups: account.groups.slice(0, MAX_GROUPS), signedInAt: await clock(db) };
      await db.insert(accounts).values(row).onConflictDoUpdate({ target: accounts.subject, set: row });
    },

    async bySubject(subject) {
      const [row] = await db.select().from(accounts).where(eq(accounts.subject, subject));
      return row === undefined ? null : toAccount(row);
    },

    async byEmail(email) {
      const [row] = await db.select().from(accounts).where(sql`lower(${accounts.email}) = lower(${email})`).limit(1);
      return row === undefined ? null : toAccount(row);
    },

    async anyOf({ roles = [], groups = [], people = [] }) {
      const parts = [
        ...(roles.length === 0 ? [] : [arrayOverlaps(accounts.roles, [...roles])]),
        ...(groups.length === 0 ? [] : [arrayOverlaps(accounts.groups, [...groups])]),
        ...(people.length === 0
          ? []
          : [
              inArray(
                sql`lower(${accounts.email})`,
                people.map((each) => each.toLowerCase()),
              ),
            ]),
      ];
      if (parts.length === 0) return [];
      const rows = await db
        .select()
        .from(accounts)
        .where(or(...parts))
        .orderBy(accounts.subject);
      return rows.map(toAccount);
    },

    mute: (kinds, { actor, requestId }) =>
      inTransaction(db, async (tx) => {
        const changed = await tx
          .update(accounts)
          .set({ muted: [...kinds] })
          .where(eq(accounts.subject, actor.subject))
          .returning({ subject: accounts.subject });
        if (changed.length === 0) return false;
        await appendAudit(tx, { action: 'mails.chosen', actor, requestId, details: { unwanted: [...kinds] } });
        return true;
      }),
  };
}

const toAccount = (row: typeof accounts.$inferSelect): Account => ({
  ...row,
  // A role that an older Usher knew is none.
  roles: row.roles.filter((role): role is UsherRole => (USHER_ROLES as readonly string[]).includes(role)),
});
