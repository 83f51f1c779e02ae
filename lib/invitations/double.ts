/**
 * Why an invitation made outside Usher is thought to be a second of one of ours. `second`: both are open, for one person in
 * one directory. `stray`: ours is over, and this one is open, made in our own name with what we sent: a request that took
 * effect after everybody had stopped looking for it. Safe in a browser.
 */
export const DOUBLE_KINDS = ['second', 'stray'] as const;
export type DoubleKind = (typeof DOUBLE_KINDS)[number];
