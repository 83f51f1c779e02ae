'use client';

import { useNow } from '@/components/ui/use-now';
import type { LedgerState } from '@/lib/invitations/ledger-states';
import { callerAnswer } from './caller-words';

/** How an invitation stands, for the telephone: with the day and the hour in the reader's own time. */
export function CallerAnswer({
  state,
  expiresAt,
  acceptedAt,
}: {
  state: LedgerState;
  expiresAt: string;
  acceptedAt: string;
}) {
  const now = useNow(30_000);
  return <>{callerAnswer(state, { expiresAt, acceptedAt }, now)}</>;
}
