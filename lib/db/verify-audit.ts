import 'server-only';
import { checkChain, GENESIS, type Problem } from './audit-chain';
import { type Checkpoint, checkCheckpoints, type PublicKeys } from './checkpoints';
import type { Db } from './connection';
import { parseLine } from './export-audit';
import { readAudit } from './read-audit';
import { auditHead } from './schema';

export type AuditReport = {
  ok: boolean;
  entries: number;
  /** Parts about persons that are gone, each named by a recorded erasure. */
  erased: number;
  last: { sequence: number; hash: string };
  checkpoints: number;
  problems: Problem[];
};

/**
 * Reads the whole audit, as it stands at one moment, and finds any change, gap or reorder. Signed checkpoints, which lie
 * outside the database, also show an end that was cut off and a chain that was computed anew.
 */
export async function verifyAudit(
  db: Db,
  options: { checkpoints?: readonly Checkpoint[]; keys?: PublicKeys; pageSize?: number } = {},
): Promise<AuditReport> {
  const checkpoints = checkCheckpoints(options.checkpoints ?? [], options.keys ?? []);
  const chain = checkChain();
  const head = await db.transaction(
    async (tx) => {
      for await (const { entry, personal } of readAudit(tx, { pageSize: options.pageSize ?? 1_000 })) {
        chain.add(entry, personal);
        checkpoints.add(entry);
      }
      return (await tx.select().from(auditHead))[0];
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
  const { problems, ...rest } = chain.finish();
  const all = [...problems, ...checkpoints.finish(rest.last.sequence), ...headProblems(head, rest.last)];
  return { ok: all.length === 0, ...rest, checkpoints: options.checkpoints?.length ?? 0, problems: inOrder(all) };
}

/** The same for an exported audit, line by line, with no database. */
export async function verifyExport(
  lines: AsyncIterable<string> | Iterable<string>,
  options: { checkpoints?: readonly Checkpoint[]; keys?: PublicKeys } = {},
): Promise<AuditReport> {
  const checkpoints = checkCheckpoints(options.checkpoints ?? [], options.keys ?? []);
  const chain = checkChain();
  const unreadable: Problem[] = [];
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const parsed = parseLine(line);
    if (parsed === null) {
      unreadable.push({ sequence: null, what: 'unreadable', message: `Line ${number} is not an entry of the audit.` });
      continue;
    }
    chain.add(parsed.entry, parsed.personal);
    checkpoints.add(parsed.entry);
  }
  const { problems, ...rest } = chain.finish();
  const all = [...unreadable, ...problems, ...checkpoints.finish(rest.last.sequence)];
  return { ok: all.length === 0, ...rest, checkpoints: options.checkpoints?.length ?? 0, problems: inOrder(all) };
}

const inOrder = (problems: Problem[]): Problem[] => problems.sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0));

function headProblems(
  head: typeof auditHead.$inferSelect | undefined,
  last: { sequence: number; hash: string },
): Problem[] {
  const ends = last.sequence === 0 ? 'there are no entries' : `the last entry is ${last.sequence}`;
  const problem = (what: Problem['what'], message: string): Problem[] => [{ sequence: last.sequence, what, message }];
  if (head === undefined) return problem('end-differs', `The row of audit_head is gone; ${ends}.`);
  if (head.sequence > last.sequence)
    return problem('end-cut', `${head.sequence} entries were written, and ${ends}: the end was cut off.`);
  if (head.sequence < last.sequence)
    return problem(
      'end-differs',
      `${head.sequence} entries were written, and ${ends}: something was added by other means.`,
    );
  if (head.hash.toString('hex') !== (last.sequence === 0 ? GENESIS : last.hash))
    return problem('end-differs', `The last entry, ${last.sequence}, is not the one that was written last.`);
  return [];
}
