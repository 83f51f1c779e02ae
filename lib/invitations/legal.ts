/** Which acts an invitation allows as it stands. Safe in a browser. */

import type { LedgerState } from './ledger-states';

export const ACTS = ['revoke', 'reissue', 'check', 'decide'] as const;
export type Act = (typeof ACTS)[number];

const LEGAL: Record<LedgerState, readonly Act[]> = {
  intent: ['check'],
  held: [],
  queued: ['check'],
  sending: ['check'],
  unknown: ['check'],
  'needs-person': ['decide'],
  reissuing: ['check'],
  pending: ['revoke', 'reissue', 'check'],
  accepted: [],
  revoked: ['reissue'],
  expired: ['reissue'],
  failed: ['reissue'],
  cancelled: [],
};

/** `state` is the shown one: a pending invitation whose link is dead counts as expired. */
export const isLegal = (act: Act, state: LedgerState): boolean => LEGAL[state].includes(act);
