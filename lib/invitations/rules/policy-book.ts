import type { Human } from '../ledger';
import type { Policy } from './document';

/** How a version of the policy came about: the first start, a file, the editor, or going back to an earlier one. */
export const POLICY_ORIGINS = ['first', 'file', 'editor', 'revert'] as const;
export type PolicyOrigin = (typeof POLICY_ORIGINS)[number];

/** One version of the policy. Versions are never changed; the highest number holds. */
export type PolicyVersion = {
  number: number;
  policy: Policy;
  origin: PolicyOrigin;
  /** What the author wrote about the change. */
  note: string;
  /** Null: Usher itself, at its first start or from a file. */
  author: Human | null;
  at: Date;
};

/** The store of the policy. */
export type PolicyBook = {
  /** The one that holds; may be a few seconds old. The ledger refuses what was judged by an older one. */
  current(): Promise<PolicyVersion>;
  /** The one that holds, read now. */
  fresh(): Promise<PolicyVersion>;
  version(number: number): Promise<PolicyVersion | null>;
  /** Newest first. */
  history(limit: number): Promise<PolicyVersion[]>;
  /** Makes `policy` the one that holds, unless another than `basedOn` does by now: null then. Audited in the same transaction. */
  save(change: {
    policy: Policy;
    basedOn: number;
    origin: PolicyOrigin;
    note: string;
    author: Human | null;
    requestId: string;
  }): Promise<PolicyVersion | null>;
};
