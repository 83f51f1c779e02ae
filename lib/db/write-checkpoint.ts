import 'server-only';
import { createPublicKey, type KeyObject } from 'node:crypto';
import { checkChain, type Problem } from './audit-chain';
import { addCheckpoint, type Checkpoint, checkCheckpoints, readCheckpoints, signCheckpoint } from './checkpoints';
import { type Db, databaseNow } from './connection';
import { readAudit } from './read-audit';
import { auditHead } from './schema';

export type CheckpointResult =
  | { outcome: 'written'; checkpoint: Checkpoint }
  | { outcome: 'nothing-new' }
  /** Nothing is signed that does not follow from what was signed before. */
  | { outcome: 'refused'; problems: Problem[] };

/** Signs the end of the audit into `file`, after having looked at everything since the checkpoint before. */
export async function writeCheckpoint(db: Db, options: { file: string; key: KeyObject }): Promise<CheckpointResult> {
  const { file, key } = options;
  const before = readCheckpoints(file);
  const last = before.at(-1);
  const unsigned = checkCheckpoints(before.slice(-1), [createPublicKey(key)]).finish(Number.POSITIVE_INFINITY);
  if (unsigned.length > 0) return { outcome: 'refused', problems: unsigned };
  return db.transaction(
    async (tx): Promise<CheckpointResult> => {
      const [head] = await tx.select().from(auditHead);
      if (head === undefined || head.sequence < (last?.sequence ?? 0)) {
        return { outcome: 'refused', problems: [endCut(last?.sequence ?? 0, head?.sequence ?? 0)] };
      }
      const chain = checkChain(last);
      for await (const { entry, personal } of readAudit(tx, { after: last?.sequence ?? 0 })) chain.add(entry, personal);
      const seen = chain.finish();
      const problems = seen.problems.filter(({ what }) => what !== 'person-missing');
      if (seen.last.sequence !== head.sequence) problems.push(endCut(head.sequence, seen.last.sequence));
      if (problems.length > 0) return { outcome: 'refused', problems };
      if (seen.entries === 0) return { outcome: 'nothing-new' };
      const checkpoint = signCheckpoint(seen.last, await databaseNow(tx), key);
      addCheckpoint(file, checkpoint);
      return { outcome: 'written', checkpoint };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

const endCut = (expected: number, there: number): Problem => ({
  sequence: there,
  what: 'end-cut',
  message: `${expected} entries were there before, and the last one is ${there}: the end was cut off, or an older backup was restored. In the latter case move the file of checkpoints aside; a new one begins.`,
});
