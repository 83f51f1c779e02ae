import { type Batch, type BatchRow, type RowClass, wholeContent } from './batch';

const ROWS_AT_ONCE = 500;

export type PlanHash = {
  add(rows: readonly { row: BatchRow; class: RowClass | null }[]): Promise<void>;
  end(): Promise<string>;
};

/**
 * The hash of a plan, in lower-case hex: over all that is confirmed with it, in order. Row for row: number, what it is about,
 * the class, and what somebody wrote down for it; and the number of the policy that it was judged by.
 */
export function planHash(
  { kind, reason, shared }: Pick<Batch, 'kind' | 'reason' | 'shared'>,
  policy: number,
): PlanHash {
  let hash = JSON.stringify([kind, reason, policy]);
  let rest: string[] = [];
  const takeIn = async () => {
    const bytes = new TextEncoder().encode([hash, ...rest].join('\n'));
    const digest = await crypto.subtle.digest('SHA-256', bytes);
    hash = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    rest = [];
  };
  return {
    async add(rows) {
      for (const { row, class: of } of rows) {
        const { number, targetId, leftOut, acknowledged } = row;
        const content = Object.entries(wholeContent(row.content, shared)).sort(([a], [b]) => (a < b ? -1 : 1));
        rest.push(JSON.stringify([number, targetId, content, of, leftOut, acknowledged]));
        // However the rows come, they are taken in by the same hundreds: 20,000 of them are never held at once.
        if (rest.length === ROWS_AT_ONCE) await takeIn();
      }
    },
    async end() {
      await takeIn();
      return hash;
    },
  };
}
