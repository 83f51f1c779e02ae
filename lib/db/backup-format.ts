import { createHash } from 'node:crypto';
import { z } from 'zod';

/**
 * A backup is gzipped text, a JSON value a line: a header; for each table its name, and its rows as arrays of what Postgres
 * writes for a value (null for NULL); and the SHA-256 of all the lines before.
 */

/** In an order in which rows only point at rows before them. */
export const BACKUP_TABLES = [
  'invitation',
  'attempt',
  'audit',
  'audit_personal',
  'audit_head',
  'person',
  'sync',
  'installation',
  'account',
  'policy_version',
  'request',
  'request_message',
  'reader',
  'webhook',
  'delivery',
  'delivery_try',
  'batch',
  'batch_row',
  'bulk_pace',
] as const;
export type BackupTable = (typeof BACKUP_TABLES)[number];

const table = z.object({ columns: z.array(z.string()), rows: z.int().nonnegative() });

export const backupHeader = z.object({
  usher: z.literal('backup'),
  format: z.literal(1),
  /** By the database's clock: everything committed before is in it. */
  at: z.iso.datetime(),
  /** The moment that names the last migration. */
  migration: z.int(),
  server: z.string(),
  /** Those that there were: an older Usher had fewer. */
  tables: z.partialRecord(z.enum(BACKUP_TABLES), table),
});
export type BackupHeader = z.infer<typeof backupHeader>;

/** How many rows of a table are in the backup. */
export const rowsIn = ({ tables }: BackupHeader, name: BackupTable): number => tables[name]?.rows ?? 0;

export const tableLine = z.object({ table: z.enum(BACKUP_TABLES) });
export const rowLine = z.array(z.string().nullable());
export const endLine = z.object({ end: z.literal(true), sha256: z.string() });

/** A running SHA-256 of the lines of a backup. */
export function lineSum(): { add(line: string): void; hex(): string } {
  const hash = createHash('sha256');
  return { add: (line) => void hash.update(`${line}\n`), hex: () => hash.digest('hex') };
}

/** A backup that cannot be made or restored. The message is for people. */
export class BackupRefused extends Error {
  override name = 'BackupRefused';
}
