'use client';

import type { FormEvent } from 'react';
import { usePosting } from '@/components/requests/use-posting';
import type { UndoState } from '@/lib/action-state';
import { textIn } from '@/lib/invitations/form-data';

export type UndoAction = (previous: UndoState, data: FormData) => Promise<UndoState>;
export type Undoing = ReturnType<typeof useUndo>;

const IDLE: UndoState = { status: 'idle' };

/** One undo after another, with and without scripts. `posted`: how one ended that the browser posted by itself. */
export function useUndo(action: UndoAction) {
  const { state, scripted, running, postAction, post } = usePosting<UndoState>(action, IDLE, (failure, data) => ({
    status: 'failed',
    id: textIn(data, 'id'),
    failure,
  }));
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void post(new FormData(event.currentTarget));
  };
  return { state, posted: scripted ? IDLE : state, running, postAction, onSubmit };
}
