'use client';

import { type ActAction, ActForm } from '@/components/desk/act-form';
import { buttonClass } from '@/components/ui/button';
import type { Progress } from '@/lib/invitations/bulk/progress-view';

export type RunActions = { pause: ActAction; resume: ActAction; cancel: ActAction; retry: ActAction };

/** What can be done with a run as it stands. Ending it asks once more, for it cannot be taken back. */
export function RunButtons({ id, progress, actions }: { id: string; progress: Progress; actions: RunActions }) {
  const { state } = progress;
  if (state === 'held') return <ActForm action={actions.cancel} id={id} label="Undo: send nothing" busy="Undoing…" />;
  if (state !== 'running' && state !== 'paused') return null;
  return (
    <div className="flex flex-wrap items-start gap-3">
      {state === 'running' ? (
        <ActForm key="pause" action={actions.pause} id={id} label="Pause" busy="Pausing…" />
      ) : (
        <ActForm key="resume" action={actions.resume} id={id} label="Go on" busy="Going on…" kind="primary" />
      )}
      <details className="group">
        <summary className={`${buttonClass('quiet')} cursor-pointer list-none`}>Cancel…</summary>
        <div className="mt-3 grid gap-3 rounded-lg border border-line p-4">
          <p className="text-sm">
            What was sent stays sent. The rest is not sent any more, and this import cannot go on again.
          </p>
          <ActForm action={actions.cancel} id={id} label="Cancel the rest" busy="Cancelling…" />
        </div>
      </details>
    </div>
  );
}
