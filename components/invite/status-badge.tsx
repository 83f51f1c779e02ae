import { Badge } from '@/components/ui/badge';
import { ExpiredIcon, QuestionIcon, StopIcon, SuccessIcon, WaitingIcon } from '@/components/ui/icons';
import type { InvitationStatus } from '@/lib/invitations/invitation';
import { STATUS_TONE, STATUS_WORD } from './status-words';

const ICON = {
  pending: WaitingIcon,
  accepted: SuccessIcon,
  revoked: StopIcon,
  expired: ExpiredIcon,
  unrecognised: QuestionIcon,
} as const;

/** An invitation's status: icon, word and colour. */
export function StatusBadge({ status }: { status: InvitationStatus }) {
  return (
    <Badge tone={STATUS_TONE[status]} icon={ICON[status]}>
      {STATUS_WORD[status]}
    </Badge>
  );
}
