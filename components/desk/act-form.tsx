'use client';

import { type ReactNode, useActionState } from 'react';
import { FailurePanel } from '@/components/invite/failure-panel';
import { Button, type ButtonKind } from '@/components/ui/button';
import { SuccessIcon } from '@/components/ui/icons';
import type { ActState } from '@/lib/action-state';

export type ActAction = (previous: ActState, data: FormData) => Promise<ActState>;

/** A form for one act: its button says what it does, and the answer stands where it was pressed. */
export function ActForm({
  action,
  id,
  label,
  busy,
  kind = 'secondary',
  once = false,
  beside,
  children,
}: {
  action: ActAction;
  /** What it is done to; nothing where it is the reader's own. */
  id?: string;
  label: string;
  /** What the button says while it is under way: "Revoking…". */
  busy: string;
  kind?: ButtonKind;
  /** Done is done: the form goes, so that nobody does it twice by pressing twice. */
  once?: boolean;
  /** What stands next to the button. */
  beside?: ReactNode;
  children?: ReactNode;
}) {
  const [state, act, running] = useActionState(action, { status: 'idle' });
  const over = once && state.status === 'ok' && !running;
  return (
    <form action={act} className="grid gap-3">
      {id === undefined ? null : <input type="hidden" name="id" value={id} />}
      {over ? null : (
        <>
          {children}
          <div className="flex flex-wrap gap-2">
            <Button type="submit" kind={kind} aria-disabled={running || undefined} className="max-sm:w-full">
              {running ? busy : label}
            </Button>
            {beside}
          </div>
        </>
      )}
      {state.status === 'failed' && !running ? <FailurePanel failure={state.failure} /> : null}
      <p role="status" className="flex items-center gap-1.5 text-sm text-success-fg empty:hidden">
        {state.status === 'ok' && !running && state.message !== '' ? (
          <>
            <SuccessIcon size={16} />
            {state.message}
          </>
        ) : null}
      </p>
    </form>
  );
}
