import { Badge } from '@/components/ui/badge';
import { ExpiredIcon, type Icon, QuestionIcon, StopIcon, SuccessIcon, WaitingIcon } from '@/components/ui/icons';
import type { RequestState } from '@/lib/invitations/requests/record';
import { REQUEST_TONE, REQUEST_WORD } from './request-words';

const ICON: Record<RequestState, Icon> = {
  open: WaitingIcon,
  'asked-back': QuestionIcon,
  approved: SuccessIcon,
  denied: StopIcon,
  withdrawn: StopIcon,
  expired: ExpiredIcon,
};

/** How a request stands: icon, word and colour. */
export function RequestBadge({ state }: { state: RequestState }) {
  return (
    <Badge tone={REQUEST_TONE[state]} icon={ICON[state]}>
      {REQUEST_WORD[state]}
    </Badge>
  );
}
