import { batches, batchRows } from '@/lib/db/schema-bulk';
import type { Actor } from '@/lib/invitations/policy';
import { aBatch, aBatchRow } from '../db/rows';
import { maya, type openDesk } from '../verbs/desk';

type Desk = Awaited<ReturnType<typeof openDesk>>;

/** Who may send to whomever. */
export const admin: Actor = { ...maya, subject: 'omar', name: 'Omar Haddad', roles: ['admin'] };

let serial = 0;

/** A confirmed batch of `count` new people, in `state`. */
export async function confirmed(
  desk: Pick<Desk, 'db'>,
  count: number,
  change: Partial<typeof batches.$inferInsert> = {},
) {
  const batch = aBatch({
    shared: { directoryId: 'dir-1', roleIds: [], sponsorUserId: '', purpose: 'The fair', ticket: '' },
    confirmedAt: new Date(),
    rows: count,
    ...change,
  });
  await desk.db.insert(batches).values(batch);
  const emails = Array.from({ length: count }, () => `row-${++serial}@partner.example`);
  await desk.db.insert(batchRows).values(
    emails.map((email, index) =>
      aBatchRow(batch.id, {
        number: index + 1,
        emailKey: email,
        class: 'new',
        state: 'waiting',
        content: {
          ...{ email, displayName: 'Guest', directoryId: null, roleIds: null },
          ...{ sponsorUserId: null, purpose: null, ticket: null },
        },
      }),
    ),
  );
  return { id: batch.id, emails };
}
