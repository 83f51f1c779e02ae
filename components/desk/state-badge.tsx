import { Badge } from '@/components/ui/badge';
import {
  AlertIcon,
  ClockIcon,
  ExpiredIcon,
  type Icon,
  QuestionIcon,
  StopIcon,
  SuccessIcon,
  WaitingIcon,
} from '@/components/ui/icons';
import type { LedgerState } from '@/lib/invitations/ledger-states';
import { STATE_TONE, STATE_WORD } from './state-words';

const ICON: Record<LedgerState, Icon> = {
  intent: ClockIcon,
  held: ClockIcon,
  queued: ClockIcon,
  sending: ClockIcon,
  unknown: QuestionIcon,
  'needs-person': AlertIcon,
  reissuing: ClockIcon,
  pending: WaitingIcon,
  accepted: SuccessIcon,
  revoked: StopIcon,
  expired: ExpiredIcon,
  failed: AlertIcon,
  cancelled: StopIcon,
};

/** How an invitation stands in the ledger: icon, word and colour. */
export function StateBadge({ state }: { state: LedgerState }) {
  return (
    <Badge tone={STATE_TONE[state]} icon={ICON[state]}>
      {STATE_WORD[state]}
    </Badge>
  );
}
