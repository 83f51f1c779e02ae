'use client';

import type { InviteReceipt } from '@/lib/action-state';
import { CalledOff } from './called-off';
import { HeldReceipt } from './held-receipt';
import { Receipt } from './receipt';
import { shortName } from './status-words';
import type { Undoing } from './use-undo';

/** What takes the form's place: what was sent, what waits and can be undone, or that it was. */
export function AfterSending({
  receipt,
  undoing,
  look,
  onAnother,
}: {
  receipt: InviteReceipt;
  undoing: Undoing;
  look: () => Promise<boolean>;
  onAnother: () => void;
}) {
  const { ledger } = receipt.invitation;
  const { state } = undoing;
  const undone = state.status === 'ok' && state.id === ledger?.id;
  if (undone || ledger?.state === 'cancelled') {
    return <CalledOff state={state} name={shortName(receipt.invitation)} onAnother={onAnother} />;
  }
  if (ledger !== null && ledger.held !== null) {
    const { until } = ledger.held;
    return <HeldReceipt receipt={receipt} until={until} undoing={undoing} look={look} onAnother={onAnother} />;
  }
  return <Receipt receipt={receipt} onAnother={onAnother} />;
}
