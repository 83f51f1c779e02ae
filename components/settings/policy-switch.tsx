'use client';

import { useActionState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { lineClass } from './list-field';
import type { PolicyAction } from './policy-editor';
import { PolicyProblems } from './policy-problems';

/** The one switch that stops all sending. */
export function PolicySwitch({
  paused,
  because,
  action,
}: {
  paused: boolean;
  because: string;
  /** Absent for who may only look. */
  action: PolicyAction | null;
}) {
  const [state, act, running] = useActionState(action ?? idle, { status: 'idle' });
  return (
    <div className="grid gap-3">
      <Notice
        tone={paused ? 'warn' : 'neutral'}
        title={paused ? 'All sending is paused.' : 'Invitations are being sent.'}
      >
        {paused ? <p>{because} What is asked for meanwhile is kept, and what was on its way waits.</p> : undefined}
      </Notice>
      {action === null ? null : (
        <form action={act} className="flex flex-wrap items-end gap-3">
          <input type="hidden" name="paused" value={paused ? 'no' : 'yes'} />
          {paused ? null : (
            <div className="min-w-0 flex-1">
              <Field id="pause-because" label="Why sending stops" hint="Everybody who wants to send will read it.">
                <input id="pause-because" name="because" required maxLength={300} className={lineClass} />
              </Field>
            </div>
          )}
          <Button type="submit" aria-disabled={running || undefined}>
            {paused ? 'Let sending go on' : 'Pause all sending'}
          </Button>
        </form>
      )}
      {running ? null : <PolicyProblems state={state} />}
    </div>
  );
}

const idle: PolicyAction = async (previous) => previous;
