'use client';

import { useEffect, useRef } from 'react';
import { buttonClass } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { UndoState } from '@/lib/action-state';
import { FailurePanel } from './failure-panel';

/** How an undo ended, where the receipt stood: called off, or why not. */
export function CalledOff({ state, name, onAnother }: { state: UndoState; name: string; onAnother?: () => void }) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.focus(), []);
  if (state.status === 'failed') {
    return (
      <div className="max-w-form">
        <FailurePanel failure={state.failure}>
          <p>
            <a href={`/invitations/${state.id}`} className={buttonClass()}>
              See how it stands
            </a>
          </p>
        </FailurePanel>
      </div>
    );
  }
  return (
    <div ref={panel} role="status" tabIndex={-1} className="max-w-form">
      <Notice tone="neutral" title="Called off.">
        <p>Nothing was sent{name === '' ? '' : ` to ${name}`}, and nothing will be.</p>
        <div>
          <a
            href="/invite"
            className={buttonClass()}
            onClick={(event) => {
              if (onAnother === undefined) return;
              event.preventDefault();
              onAnother();
            }}
          >
            Invite another
          </a>
        </div>
      </Notice>
    </div>
  );
}
