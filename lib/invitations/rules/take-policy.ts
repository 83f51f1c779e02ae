import { readPolicy } from './manage-policy';
import type { PolicyBook } from './policy-book';

/** Several replicas start at once, and one of them saves. */
const TRIES = 5;

/**
 * Takes the policy from a file that people keep elsewhere. `seed`: only while there is none; `pin`: whenever it says anything
 * else than what holds. `problem` is a sentence when the file is no policy.
 */
export async function takePolicy(
  book: PolicyBook,
  { file, text, mode }: { file: string; text: string; mode: 'seed' | 'pin' },
): Promise<{ saved: boolean; problem: string | null }> {
  const read = readPolicy(text);
  if (!read.ok)
    return {
      saved: false,
      problem: `USHER_POLICY_FILE: ${file} is not a policy:\n${read.problems.map((line) => `  ${line}`).join('\n')}`,
    };
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { number, policy } = await book.fresh();
    if (mode === 'seed' ? number > 0 : isSame(policy, read.policy)) return { saved: false, problem: null };
    const change = { policy: read.policy, basedOn: number, origin: 'file', note: file, author: null } as const;
    if ((await book.save({ ...change, requestId: 'start' })) !== null) return { saved: true, problem: null };
  }
  return { saved: false, problem: `USHER_POLICY_FILE: the policy was being changed by somebody else. Start again.` };
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

/** The database keeps keys in an order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
