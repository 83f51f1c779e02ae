import 'server-only';
import { sql } from 'drizzle-orm';
import type { AuditBook, AuditFilter } from '../invitations/audit-book';
import { appendAudit } from './audit';
import { auditPage, eventsAfter } from './audit-events';
import type { Database, Db } from './connection';
import { exportAudit } from './export-audit';
import { audit } from './schema';
import { inTransaction } from './transaction';
import { verifyAudit } from './verify-audit';

const PAGE_ROWS = 1_000;

/** The `AuditBook` port on Postgres. */
export function createAuditBook({ db }: Database): AuditBook {
  return {
    page: (filter, before, limit) => auditPage(db, filter, before, limit),

    lines: (filter) => lines(db, filter),

    async actions() {
      // From one to the next along the index: there are few, in any number of entries.
      const { rows } = await db.execute<{ action: string }>(sql`
        with recursive known(action) as (
          (select action from ${audit} order by action limit 1)
          union all
          select (select next.action from ${audit} next where next.action > known.action order by next.action limit 1)
          from known where known.action is not null
        )
        select action from known where action is not null`);
      return rows.map(({ action }) => action);
    },

    async note({ action, actor, requestId, details }) {
      await inTransaction(db, (tx) => appendAudit(tx, { action, actor, requestId, details }));
    },

    async verify() {
      const { ok, entries, erased, problems } = await verifyAudit(db);
      return { ok, entries, erased, problems: problems.map(({ sequence, message }) => ({ sequence, message })) };
    },
  };
}

async function* lines(db: Db, filter: AuditFilter): AsyncGenerator<string> {
  if (Object.values(filter).every((part) => part === '')) {
    yield* exportAudit(db);
    return;
  }
  for (let after = 0; ; ) {
    const events = await eventsAfter(db, filter, after, PAGE_ROWS);
    yield events.map((event) => `${JSON.stringify(event)}\n`).join('');
    const last = events.at(-1);
    if (last === undefined || events.length < PAGE_ROWS) return;
    after = last.sequence;
  }
}
