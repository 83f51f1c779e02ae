import 'server-only';
import { asc } from 'drizzle-orm';
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
      const rows = await db.selectDistinct({ action: audit.action }).from(audit).orderBy(asc(audit.action));
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
