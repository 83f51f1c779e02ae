import 'server-only';
import { constants } from 'node:fs';
import { access, open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { BACKUP_TABLES, type BackupHeader, BackupRefused, type BackupTable, lineSum } from './backup-format';
import { appliedMigrations } from './migrate';
import { inSession } from './session';

/** Rows fetched at a time: memory does not grow with the database. */
const BATCH = 1_000;

/**
 * Writes everything that Usher keeps into one file, as it is at one moment, while Usher works on. Jobs are not in it: they
 * only wake what the ledger says is due. There is either a whole file or none.
 */
export async function backupDatabase(url: string, file: string): Promise<BackupHeader> {
  if (await exists(file)) throw new BackupRefused(`There is a file ${file} already. It is left as it is.`);
  const half = `${file}.partial`;
  try {
    const header = await inSession(url, 'usher backup', async (client) => {
      await client.query('begin isolation level repeatable read read only');
      // How values are written must not depend on the server's settings.
      await client.query("set local timezone = 'UTC'; set local datestyle = 'ISO'; set local bytea_output = 'hex'");
      const facts = await headerOf(client);
      const target = await open(half, 'w', 0o600);
      await pipeline(Readable.from(linesOf(client, facts)), createGzip(), target.createWriteStream({ flush: true }));
      return facts;
    });
    await rename(half, file);
    return header;
  } finally {
    await rm(half, { force: true });
  }
}

async function headerOf(client: pg.Client): Promise<BackupHeader> {
  const migration = (await appliedMigrations(client)).at(-1);
  if (migration === undefined)
    throw new BackupRefused('Usher has never been in this database: there is nothing to back up.');
  const facts = await client.query(
    'select to_char(clock_timestamp(), \'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\') as at, current_setting(\'server_version\') as server',
  );
  const tables: BackupHeader['tables'] = {};
  for (const table of BACKUP_TABLES) {
    if (!(await isThere(client, table))) continue;
    const { rows } = await client.query(`select count(*)::float8 as n from ${table}`);
    tables[table] = { columns: (await columnsOf(client, table)).map(({ name }) => name), rows: rows[0].n };
  }
  return { usher: 'backup', format: 1, ...facts.rows[0], migration, tables };
}

async function* linesOf(client: pg.Client, header: BackupHeader): AsyncGenerator<string> {
  const sum = lineSum();
  const line = (value: unknown): string => {
    const text = JSON.stringify(value);
    sum.add(text);
    return `${text}\n`;
  };
  yield line(header);
  for (const table of BACKUP_TABLES) {
    const kept = header.tables[table];
    if (kept === undefined) continue;
    yield line({ table });
    const columns = kept.columns.map((name) => `${client.escapeIdentifier(name)}::text`);
    await client.query(`declare backup no scroll cursor for select ${columns.join(', ')} from ${table}`);
    for (;;) {
      const { rows } = await client.query({ text: `fetch ${BATCH} from backup`, rowMode: 'array' });
      if (rows.length === 0) break;
      yield rows.map(line).join('');
    }
    await client.query('close backup');
  }
  yield `${JSON.stringify({ end: true, sha256: sum.hex() })}\n`;
}

/** Whether the database, which may be of an older Usher, has the table. */
export async function isThere(client: pg.ClientBase, table: BackupTable): Promise<boolean> {
  const { rows } = await client.query('select to_regclass($1) is not null as there', [table]);
  return rows[0].there;
}

/** The columns of a table that are written, in order: a generated one makes itself. */
export async function columnsOf(client: pg.ClientBase, table: BackupTable): Promise<{ name: string; type: string }[]> {
  const { rows } = await client.query(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [table],
  );
  return rows;
}

const exists = (file: string): Promise<boolean> =>
  access(file, constants.F_OK).then(
    () => true,
    () => false,
  );
