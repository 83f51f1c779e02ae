'use client';

import type { Asked } from '@/components/invite/read-api';
import { useOutlook } from '@/components/invite/use-outlook';
import { InfoIcon, StopIcon, WaitingIcon } from '@/components/ui/icons';

/** What the policy says of a request while it is written: whose word it needs, or that it would be refused. */
export function Beforehand({ asked }: { asked: Asked }) {
  const { outlook, old } = useOutlook(asked);
  const verdict = outlook?.verdict;
  // A pause stops sending, not asking; and what nobody has to approve is the desk's to send: they will see it.
  const words = verdict === undefined || verdict.paused || verdict.answer === 'allow' ? [] : verdict.sentences;
  const Icon = verdict?.answer === 'deny' ? StopIcon : verdict?.answer === 'needs-approval' ? WaitingIcon : InfoIcon;
  return (
    <div role="status" className={old ? 'opacity-60' : undefined}>
      {words.length === 0 ? null : (
        <p className="flex gap-2">
          <Icon size={18} className="mt-0.5 shrink-0" />
          <span className="min-w-0 wrap-anywhere">{words.join(' ')}</span>
        </p>
      )}
    </div>
  );
}
