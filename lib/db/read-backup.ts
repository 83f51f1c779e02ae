import 'server-only';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import {
  BACKUP_TABLES,
  type BackupHeader,
  BackupRefused,
  type BackupTable,
  backupHeader,
  endLine,
  lineSum,
  rowLine,
  rowsIn,
  tableLine,
} from './backup-format';

export type BackupRows = { table: BackupTable; rows: (string | null)[][] };

const BATCH = 1_000;

/** Reads a backup: its header first, then its rows in batches, and at last whether it was whole. Throws in words. */
export async function readBackup(file: string): Promise<{ header: BackupHeader; batches: AsyncGenerator<BackupRows> }> {
  const lines = linesOf(file);
  const first = await lines.next();
  const header = backupHeader.safeParse(first.done ? null : parse(first.value));
  if (first.done || !header.success)
    throw new BackupRefused(`${file} is not a backup of Usher that this version can read.`);
  return { header: header.data, batches: batchesOf(file, first.value, header.data, lines) };
}

async function* batchesOf(
  file: string,
  first: string,
  header: BackupHeader,
  lines: AsyncGenerator<string>,
): AsyncGenerator<BackupRows> {
  const damaged = () => new BackupRefused(`${file} is damaged or cut off. Nothing was restored.`);
  const sum = lineSum();
  sum.add(first);
  const counts = new Map<BackupTable, number>();
  let table: BackupTable | null = null;
  let rows: (string | null)[][] = [];
  let whole = false;
  for await (const line of lines) {
    const value = parse(line);
    const row = rowLine.safeParse(value);
    if (row.success && table !== null) {
      rows.push(row.data);
      counts.set(table, (counts.get(table) ?? 0) + 1);
    }
    if (table !== null && (rows.length === BATCH || (!row.success && rows.length > 0))) {
      yield { table, rows };
      rows = [];
    }
    if (!row.success) {
      const end = endLine.safeParse(value);
      const next = tableLine.safeParse(value);
      if (end.success) whole = end.data.sha256 === sum.hex();
      else if (next.success) table = next.data.table;
      else throw damaged();
      if (end.success) break;
    }
    sum.add(line);
  }
  const counted = BACKUP_TABLES.every((name) => rowsIn(header, name) === (counts.get(name) ?? 0));
  if (!whole || !counted) throw damaged();
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const text = source.pipe(createGunzip());
  // An error of the file would otherwise be nobody's.
  source.on('error', (error) => text.destroy(error));
  try {
    // By hand, because readline does not pass on an error of the stream that it reads.
    let rest = '';
    for await (const chunk of text.setEncoding('utf8')) {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      yield* parts;
    }
    if (rest !== '') yield rest;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new BackupRefused(`There is no file ${file}.`);
    if (code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR')
      throw new BackupRefused(`${file} is no backup of Usher, or is damaged or cut off. Nothing was restored.`);
    throw error;
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
