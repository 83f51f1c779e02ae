import 'server-only';
import { asc, gt, inArray } from 'drizzle-orm';
import type { PersonalPart, StoredEntry } from './audit-chain';
import type { Json } from './canonical';
import type { Queryable } from './connection';
import { audit, auditPersonal } from './schema';

export type EntryWithPeople = { entry: StoredEntry; personal: Record<string, PersonalPart> };

/** The entries after `after`, oldest first, a page at a time: memory does not grow with the audit. */
export async function* readAudit(
  db: Queryable,
  options: { after?: number; pageSize?: number } = {},
): AsyncGenerator<EntryWithPeople> {
  const { pageSize = 1_000 } = options;
  for (let after = options.after ?? 0; ; ) {
    const rows = await db
      .select()
      .from(audit)
      .where(gt(audit.sequence, after))
      .orderBy(asc(audit.sequence))
      .limit(pageSize);
    const people = await personalOf(
      db,
      rows.map(({ sequence }) => sequence),
    );
    for (const row of rows) yield { entry: entryOf(row), personal: people.get(row.sequence) ?? {} };
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    after = last.sequence;
  }
}

async function personalOf(db: Queryable, sequences: number[]): Promise<Map<number, Record<string, PersonalPart>>> {
  const found = new Map<number, Record<string, PersonalPart>>();
  if (sequences.length === 0) return found;
  for (const row of await db.select().from(auditPersonal).where(inArray(auditPersonal.sequence, sequences))) {
    const parts = found.get(row.sequence) ?? {};
    parts[row.part] = { person: row.person, salt: row.salt.toString('hex'), content: row.content as Json };
    found.set(row.sequence, parts);
  }
  return found;
}

const entryOf = (row: typeof audit.$inferSelect): StoredEntry => ({
  ...row,
  at: row.at.toISOString(),
  details: row.details as Json,
  previousHash: row.previousHash.toString('hex'),
  hash: row.hash.toString('hex'),
});
