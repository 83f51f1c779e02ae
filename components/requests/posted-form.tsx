'use client';

import type { FormEvent, ReactNode } from 'react';
import { FailurePanel } from '@/components/invite/failure-panel';
import { Button, type ButtonKind } from '@/components/ui/button';
import { SuccessIcon } from '@/components/ui/icons';
import type { ActState, ShownFailure } from '@/lib/action-state';
import { usePosting } from './use-posting';

export type PostAction = (previous: ActState, data: FormData) => Promise<ActState>;

/** A form for one act: its button says what it does, a failure stands where it was pressed and keeps what was typed. */
export function PostedForm({
  action,
  label,
  busy,
  kind = 'secondary',
  shortcut,
  blocked = false,
  onDone,
  wayOn,
  children,
}: {
  action: PostAction;
  label: string;
  /** What the button says while it is under way: "Denying…". */
  busy: string;
  kind?: ButtonKind;
  /** The key that does it from anywhere on the page. */
  shortcut?: string;
  /** Something is missing yet; the label says what. */
  blocked?: boolean;
  onDone: (message: string) => void;
  /** What leads on from a failure, beside its words. */
  wayOn?: (failure: ShownFailure) => ReactNode;
  children?: ReactNode;
}) {
  const { state, scripted, running, postAction, post } = usePosting<ActState>(
    action,
    { status: 'idle' },
    (failure) => ({
      status: 'failed',
      failure,
    }),
  );

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (blocked) return;
    const { submitter } = event.nativeEvent as SubmitEvent;
    const next = await post(new FormData(event.currentTarget, submitter));
    if (next?.status === 'ok') onDone(next.message);
  }

  return (
    <form action={postAction} onSubmit={onSubmit} className="grid gap-3">
      {children}
      <div>
        <Button
          type="submit"
          kind={kind}
          aria-disabled={running || blocked || undefined}
          aria-keyshortcuts={shortcut}
          className="max-sm:w-full"
        >
          {running ? busy : label}
          {shortcut === undefined || running ? null : <KeyCap letter={shortcut} />}
        </Button>
      </div>
      {state.status === 'failed' && !running ? (
        <FailurePanel failure={state.failure}>{wayOn?.(state.failure)}</FailurePanel>
      ) : null}
      {/* Without scripts the page itself says it; with them, whoever listens to `onDone`. */}
      {state.status === 'ok' && !scripted ? (
        <p className="flex items-center gap-1.5 text-sm text-success-fg">
          <SuccessIcon size={16} />
          {state.message}
        </p>
      ) : null}
    </form>
  );
}

/** The letter that does the same, for whoever has a keyboard. */
export const KeyCap = ({ letter }: { letter: string }) => (
  <span aria-hidden="true" className="rounded-sm border border-current px-1.5 font-sans text-xs max-lg:hidden">
    {letter}
  </span>
);
