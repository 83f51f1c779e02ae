'use client';

import { statusSentence } from '@/components/invite/status-words';
import { useNow } from '@/components/ui/use-now';
import type { InvitationView } from '@/lib/invitations/invitation';
import type { LedgerState } from '@/lib/invitations/ledger-states';

/** Where an invitation stands, with days in the reader's own time. */
export function StatusLine({ invitation, state }: { invitation: InvitationView; state: LedgerState }) {
  const now = useNow(30_000);
  // The ledger knows of an end before the upstream says so.
  const status = state === 'expired' || state === 'revoked' || state === 'accepted' ? state : invitation.status;
  return <>{statusSentence({ ...invitation, status }, now)}</>;
}
