'use client';

import { type ReactNode, useId, useState } from 'react';
import type { ActAction } from '@/components/desk/act-form';
import { FailurePanel } from '@/components/invite/failure-panel';
import { usePosting } from '@/components/requests/use-posting';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { controlClass, Field, lineHeightClass } from '@/components/ui/field';
import type { ActState } from '@/lib/action-state';
import type { RowClass } from '@/lib/invitations/bulk/batch';

type Which = { id: string; number?: number };

/** Takes the address that was probably meant, in one row or in all. */
export function FixRows({
  id,
  number,
  action,
  label,
  small = false,
}: Which & { action: ActAction; label: string; small?: boolean }) {
  return <PlanForm {...{ id, number, action, label, small }} busy="Changing…" />;
}

/** Why rows go all the same: for one row, or for all that have no word yet. */
export function GoAnyway({
  id,
  number,
  of,
  action,
  label,
  question,
}: Which & { of: RowClass; action: ActAction; label: string; question: string }) {
  const field = useId();
  const [because, setBecause] = useState('');
  return (
    <PlanForm {...{ id, number, action, label }} busy="Writing it down…" blocked={because.trim() === ''} small>
      <input type="hidden" name="class" value={of} />
      <Field id={field} label={question} hint="It is recorded with each invitation.">
        <input
          id={field}
          name="because"
          type="text"
          dir="auto"
          autoComplete="off"
          maxLength={200}
          value={because}
          onChange={(event) => setBecause(event.target.value)}
          aria-describedby={`${field}-hint`}
          className={classNames(controlClass, lineHeightClass)}
        />
      </Field>
    </PlanForm>
  );
}

function PlanForm({
  id,
  number,
  action,
  label,
  busy,
  small,
  blocked = false,
  children,
}: {
  id: string;
  number: number | undefined;
  action: ActAction;
  label: string;
  busy: string;
  small?: boolean;
  blocked?: boolean;
  children?: ReactNode;
}) {
  const { state, running, postAction, post } = usePosting<ActState>(action, { status: 'idle' }, (failure) => ({
    status: 'failed',
    failure,
  }));
  return (
    <form
      action={postAction}
      onSubmit={(event) => {
        event.preventDefault();
        if (!blocked) void post(new FormData(event.currentTarget));
      }}
      className="grid max-w-words gap-2"
    >
      <input type="hidden" name="id" value={id} />
      {number === undefined ? null : <input type="hidden" name="numbers" value={number} />}
      {children}
      <div>
        <Button type="submit" size={small ? 'small' : 'medium'} aria-disabled={running || blocked || undefined}>
          {running ? busy : label}
        </Button>
      </div>
      {state.status === 'failed' && !running ? <FailurePanel failure={state.failure} /> : null}
    </form>
  );
}
