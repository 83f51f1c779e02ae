import 'server-only';
import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { type AuditActor, appendAudit } from './audit';
import { columnsOf, isThere } from './backup';
import { BACKUP_TABLES, type BackupHeader, BackupRefused, type BackupTable, rowsIn } from './backup-format';
import { stopAsAnother } from './installation';
import { appliedMigrations, knownMigrations, MIGRATION_LOCK, migrateDatabase, migrationsFolder } from './migrate';
import { type BackupRows, readBackup } from './read-backup';
import * as schema from './schema';
import { inSession } from './session';

/** Every database has these two rows from its first migration on; a restore writes them in its own way. */
const OWN_ROW: readonly BackupTable[] = ['audit_head', 'installation'];

/**
 * Restores a backup into an empty database: everything, or nothing. An older backup is restored as it was and migrated then.
 * Afterwards nothing is sent until somebody releases it: what was open then may have been sent since.
 */
export async function restoreDatabase(
  url: string,
  file: string,
  by: { actor: AuditActor; requestId: string },
  folder = migrationsFolder(),
): Promise<BackupHeader> {
  const { header, batches } = await readBackup(file);
  const known = knownMigrations(folder);
  if (!known.includes(header.migration)) {
    throw new BackupRefused(`${file} was made by a newer Usher than this one. Restore it with that version.`);
  }
  await refuseForeign(url, header);
  await migrateDatabase(url, folder, header.migration);
  await locked(url, async (client) => {
    await client.query('begin');
    await refuseFull(client);
    for await (const batch of batches) await insert(client, header, batch);
    // The last word follows below, when the tables are of today. Until then it is nobody's: one that starts now sees a copy.
    await client.query("update installation set sending_stopped = true, place = 'restoring'");
    await client.query('commit');
    await client.query('analyze');
  });
  await migrateDatabase(url, folder);
  await locked(url, (client) =>
    drizzle(client, { schema }).transaction(async (tx) => {
      await stopAsAnother(tx, `Restored from a backup of ${header.at}.`);
      const details = { backupOf: header.at, rows: rowsIn(header, 'invitation'), entries: rowsIn(header, 'audit') };
      await appendAudit(tx, { action: 'database.restored', ...by, details });
    }),
  );
  return header;
}

/** One connection, which an Usher that starts meanwhile waits for, as it would for a migration. */
const locked = (url: string, work: (client: pg.Client) => Promise<void>): Promise<void> =>
  inSession(url, 'usher restore', async (client) => {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await work(client);
  });

/** One that is further than the backup would have to forget migrations. */
async function refuseForeign(url: string, header: BackupHeader): Promise<void> {
  await locked(url, async (client) => {
    const last = (await appliedMigrations(client)).at(-1) ?? 0;
    if (last > header.migration) {
      throw new BackupRefused(
        'The backup is of an older Usher than this database. Restore it into a database that no Usher has been in yet.',
      );
    }
    if (last > 0) await refuseFull(client);
  });
}

async function refuseFull(client: pg.ClientBase): Promise<void> {
  for (const table of BACKUP_TABLES) {
    if (OWN_ROW.includes(table) || !(await isThere(client, table))) continue;
    const { rows } = await client.query(`select exists (select from ${table}) as full`);
    if (rows[0].full)
      throw new BackupRefused(
        `The database is not empty (there are rows in "${table}"). Restore into an empty one; nothing is overwritten.`,
      );
  }
}

async function insert(client: pg.Client, header: BackupHeader, { table, rows }: BackupRows): Promise<void> {
  const columns = await columnsOf(client, table);
  // Names go into SQL: they are the database's own, and the file's must be the same.
  if (
    columns.map(({ name }) => name).join() !== header.tables[table]?.columns.join() ||
    rows.some((row) => row.length !== columns.length)
  ) {
    throw new BackupRefused(
      `The backup has other columns in "${table}" than its version of Usher. Nothing was restored.`,
    );
  }
  if (table === 'installation') return;
  if (table === 'audit_head') {
    // The head only goes forward, so that of an empty audit is left as it is.
    const [head] = rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
    await client.query('update audit_head set sequence = $1::bigint, hash = $2::bytea where sequence < $1::bigint', [
      head?.sequence,
      head?.hash,
    ]);
    return;
  }
  const names = columns.map(({ name }) => client.escapeIdentifier(name));
  const values = columns.map(({ type }, index) => `c${index}::${type}`);
  const arrays = columns.map((_, index) => `$${index + 1}::text[]`);
  await client.query(
    `insert into ${table} (${names.join(', ')}) select ${values.join(', ')} from unnest(${arrays.join(', ')}) as u(${columns.map((_, index) => `c${index}`).join(', ')})`,
    columns.map((_, index) => rows.map((row) => row[index] ?? null)),
  );
}
