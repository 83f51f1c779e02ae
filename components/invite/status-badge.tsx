import { CircleCheck, CircleHelp, CircleX, Hourglass, TimerOff } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import type { InvitationStatus } from '@/lib/invitations/invitation';
import { STATUS_TONE, STATUS_WORD } from './status-words';

const ICON = {
  pending: Hourglass,
  accepted: CircleCheck,
  revoked: CircleX,
  expired: TimerOff,
  unrecognised: CircleHelp,
} as const;

/** An invitation's status: icon, word and colour. */
export function StatusBadge({ status }: { status: InvitationStatus }) {
  return (
    <Badge tone={STATUS_TONE[status]} icon={ICON[status]}>
      {STATUS_WORD[status]}
    </Badge>
  );
}
