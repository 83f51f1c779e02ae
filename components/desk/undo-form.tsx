'use client';

import { useActionState } from 'react';
import { FailurePanel } from '@/components/invite/failure-panel';
import { Button } from '@/components/ui/button';
import type { ActAction } from './act-form';

/**
 * The undo of what waits to be sent. It is there for whatever has left, too, and shows nothing then: when the press comes too
 * late the page has moved on, and its answer must not go with the button.
 */
export function UndoForm({ action, id, name, waits }: { action: ActAction; id: string; name: string; waits: boolean }) {
  const [state, act, running] = useActionState(action, { status: 'idle' });
  return (
    <>
      {waits ? (
        <form action={act} className="grid gap-3">
          <input type="hidden" name="id" value={id} />
          <p className="text-ink-muted text-sm">It has not been sent. Undone, it never is.</p>
          <div>
            <Button type="submit" kind="primary" aria-disabled={running || undefined} className="max-sm:w-full">
              {running ? 'Undoing…' : `Undo ${name}’s invitation`}
            </Button>
          </div>
        </form>
      ) : null}
      {state.status === 'failed' && !running ? <FailurePanel failure={state.failure} /> : null}
    </>
  );
}
