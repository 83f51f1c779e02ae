import pg from 'pg';
import { type AuditEntry, appendAudit } from '@/lib/db/audit';
import type { Db } from '@/lib/db/connection';
import { exportAudit } from '@/lib/db/export-audit';

/** What the tests of the audit share: entries, and the hand of somebody who may do anything to the database. */

export const HANNA = { subject: 'hanna', name: 'Hanna Helpdesk', email: 'hanna@acme.example', role: 'helpdesk' };

export const anEntry = (patch: Partial<AuditEntry> = {}): AuditEntry => ({
  action: 'invitation.sent',
  actor: { ...HANNA, address: '192.0.2.7' },
  requestId: 'request-1',
  target: { key: 'ada@partner.example', email: 'Ada@partner.example', name: 'Ada Lovelace' },
  upstreamId: 'inv-1',
  text: { purpose: 'Audit of the accounts' },
  details: { directoryId: 'directory-1', roleIds: ['role-1'] },
  ...patch,
});

export const append = (db: Db, ...entries: AuditEntry[]) => db.transaction((tx) => appendAudit(tx, entries));

export async function linesOf(db: Db): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of exportAudit(db)) lines.push(line);
  return lines;
}

/** As the superuser, with every guard of the table off: what an attacker in the database itself could do. */
export async function tamper(superUrl: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: superUrl });
  await client.connect();
  try {
    await client.query('begin');
    await client.query("set local session_replication_role = 'replica'");
    const tables = ['audit', 'audit_personal', 'audit_head'];
    for (const table of tables) await client.query(`alter table ${table} disable trigger user`);
    for (const statement of statements) await client.query(statement);
    for (const table of tables) {
      await client.query(`alter table ${table} enable trigger user`);
      const { rows } = await client.query(
        'select tgname from pg_trigger where tgrelid = $1::regclass and not tgisinternal',
        [table],
      );
      for (const { tgname } of rows) await client.query(`alter table ${table} enable always trigger ${tgname}`);
    }
    await client.query('commit');
  } finally {
    await client.end();
  }
}
