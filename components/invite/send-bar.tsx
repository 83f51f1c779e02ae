'use client';

import { useSyncExternalStore } from 'react';
import { Button } from '@/components/ui/button';
import { FORM_ID } from './use-invite-fields';

const noChange = () => () => {};
const isApple = () => /mac|iphone|ipad/i.test(navigator.userAgent);

/**
 * The one thing to do next. Stays in the order of focus while it cannot be used (aria-disabled, not disabled), so that the
 * reason is heard; the form refuses a second press for itself.
 */
export function SendBar({
  sending,
  slow,
  again,
  asks,
  obstacle,
}: {
  sending: boolean;
  slow: boolean;
  again: boolean;
  /** It needs somebody's approval, and asking for it is what the button does. */
  asks: boolean;
  /** Why it cannot be sent now; "" when it can. */
  obstacle: string;
}) {
  const apple = useSyncExternalStore(noChange, isApple, () => false);
  const label = sending ? 'Sending…' : asks ? 'Ask for approval' : again ? 'Send again' : 'Send invitation';
  const waits = sending ? 'Sending…' : '';
  const said = slow ? 'ConductorOne is taking longer than usual. Please wait: nothing is sent twice.' : obstacle;
  return (
    <div>
      <Button
        type="submit"
        form={FORM_ID}
        kind="primary"
        className="w-full"
        aria-disabled={sending || obstacle !== '' || undefined}
        aria-describedby={said === '' ? undefined : 'send-note'}
        aria-keyshortcuts="Control+Enter Meta+Enter"
      >
        {label}
        {sending ? null : (
          <span aria-hidden="true" className="text-sm max-md:hidden">
            {apple ? '⌘' : 'Ctrl'} ↵
          </span>
        )}
      </Button>
      {said === '' ? null : (
        <p id="send-note" className="mt-2 text-ink-muted text-sm">
          {said}
        </p>
      )}
      <p role="status" className="sr-only">
        {slow ? said : waits}
      </p>
    </div>
  );
}
