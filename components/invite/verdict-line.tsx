import type { ReactNode } from 'react';
import { CheckIcon, StopIcon, WaitingIcon } from '@/components/ui/icons';
import type { VerdictView } from '@/lib/invitations/rules/verdict';

const ICON: Record<VerdictView['answer'], typeof CheckIcon> = {
  allow: CheckIcon,
  'needs-approval': WaitingIcon,
  deny: StopIcon,
};

/** The policy's word, said beforehand: allowed, whose approval it needs, or why it is not allowed. */
export function VerdictLine({
  verdict,
  line: Line,
}: {
  verdict: VerdictView;
  line: (props: { icon: ReactNode; children: ReactNode }) => ReactNode;
}) {
  const Icon = ICON[verdict.answer];
  return (
    <Line icon={<Icon size={18} />}>
      <span className={verdict.answer === 'allow' ? undefined : 'font-medium'}>{verdict.sentences.join(' ')}</span>
    </Line>
  );
}
