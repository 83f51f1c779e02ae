/** The states of an invitation in the ledger; the rules of their changes are in `protocol.ts`. */
export const LEDGER_STATES = [
  // Ours alone: not, or not surely, upstream.
  'intent',
  'held',
  'queued',
  'sending',
  'unknown',
  'needs-person',
  'reissuing',
  // Upstream has it, and it is open.
  'pending',
  // Final.
  'accepted',
  'revoked',
  'expired',
  'failed',
  'cancelled',
] as const;

export type LedgerState = (typeof LEDGER_STATES)[number];

/** Nothing more happens to an invitation in one of these, and it does not stand in the way of a new one. */
export const FINAL_STATES = ['accepted', 'revoked', 'expired', 'failed', 'cancelled'] as const satisfies LedgerState[];

/** One that is live stands in the way of a second for the same directory and person. */
export const isLive = (state: LedgerState): boolean => !(FINAL_STATES as readonly LedgerState[]).includes(state);
