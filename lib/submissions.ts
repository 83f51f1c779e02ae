import 'server-only';
import { LRUCache } from 'lru-cache';
import type { SubmissionOutcome, Submissions } from './invitations/ports';

type Entry = {
  owner: string;
  fingerprint: string;
  outcome: SubmissionOutcome | null;
  done: Promise<SubmissionOutcome | null>;
  finish: (outcome: SubmissionOutcome | null) => void;
};

/** How many forms are remembered: about a kilobyte each. */
const MAX_ENTRIES = 20_000;

/**
 * Submission keys in this process's memory, until the ledger takes over. What it does not give: it is lost with the
 * process and not shared between replicas. An entry is claimed synchronously, so two posts at once cannot both get it.
 */
export function createSubmissions(): Submissions {
  const entries = new LRUCache<string, Entry>({ max: MAX_ENTRIES });
  return {
    claim(key, owner, fingerprint) {
      const earlier = entries.get(key);
      if (earlier === undefined) {
        const { promise, resolve } = deferred();
        entries.set(key, { owner, fingerprint, outcome: null, done: promise, finish: resolve });
        return { kind: 'claimed' };
      }
      if (earlier.owner !== owner || earlier.fingerprint !== fingerprint) return { kind: 'other-content' };
      if (earlier.outcome !== null) return { kind: 'known', outcome: earlier.outcome };
      return { kind: 'in-progress', done: earlier.done };
    },
    record(key, outcome) {
      const entry = entries.get(key);
      if (entry === undefined) return;
      entry.outcome = outcome;
      entry.finish(outcome);
    },
    release(key) {
      entries.get(key)?.finish(null);
      entries.delete(key);
    },
    find(key, owner) {
      const entry = entries.get(key);
      return entry !== undefined && entry.owner === owner ? entry.outcome : null;
    },
  };
}

/** `Promise.withResolvers`, which Node 20 does not have. */
function deferred() {
  let resolve: (outcome: SubmissionOutcome | null) => void = () => {};
  const promise = new Promise<SubmissionOutcome | null>((give) => {
    resolve = give;
  });
  return { promise, resolve };
}
