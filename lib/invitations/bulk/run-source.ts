import type { AttemptRecord } from '../ledger';
import type { Batch, BatchRow } from './batch';
import type { Turn } from './run-turn';

/** What is sent next: a create that waits in the ledger, or a row whose invitation is revoked or sent again. */
export type Sendable = { kind: 'attempt'; attempt: AttemptRecord } | { kind: 'row'; batch: Batch; row: BatchRow };

export const keyOf = (sendable: Sendable): string =>
  sendable.kind === 'attempt' ? sendable.attempt.id : `${sendable.batch.id}:${sendable.row.number}`;

/** As many are read ahead. */
const AHEAD = 100;

/**
 * Hands out what can be sent, one of each batch in turn, so that a small one does not wait for a large one's end. What is in
 * `busy` is under way already.
 */
export function createSource(turn: Turn, busy: ReadonlySet<string>) {
  const ahead = new Map<string, Sendable[]>();
  let next = 0;

  const refill = async (batch: Batch): Promise<Sendable[]> => {
    const { runs } = turn.ctx;
    const attempts = await runs.queued(batch.id, AHEAD + busy.size);
    const rows =
      batch.kind === 'invite' || batch.state !== 'running' ? [] : await runs.others(batch.id, AHEAD + busy.size);
    return [
      ...attempts.map((attempt): Sendable => ({ kind: 'attempt', attempt })),
      ...rows.map((row): Sendable => ({ kind: 'row', batch, row })),
    ].filter((each) => !busy.has(keyOf(each)));
  };

  return {
    /** The next one, or null when nothing can be sent just now. */
    async take(): Promise<Sendable | null> {
      const batches = turn.batches.filter(({ state }) => state !== 'held');
      for (const id of [...ahead.keys()]) if (!batches.some((batch) => batch.id === id)) ahead.delete(id);
      for (let tried = 0; tried < batches.length; tried += 1) {
        const batch = batches[next++ % batches.length];
        if (batch === undefined) continue;
        let list = ahead.get(batch.id) ?? [];
        if (list.length === 0) list = await refill(batch);
        const first = list.shift();
        ahead.set(batch.id, list);
        if (first !== undefined) return first;
      }
      return null;
    },
  };
}
