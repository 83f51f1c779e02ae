'use client';

import { useActionState } from 'react';
import { FailurePanel } from '@/components/invite/failure-panel';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { VerifyState } from '@/lib/action-state';

/** More than these are one finding. */
const SHOWN = 10;

/** Whether the audit is what was written, and if not, where. */
export function VerifyPanel({ action }: { action: (previous: VerifyState, data: FormData) => Promise<VerifyState> }) {
  const [state, act, running] = useActionState(action, { status: 'idle' });
  return (
    <div className="grid gap-3">
      <form action={act}>
        <Button type="submit" aria-disabled={running || undefined}>
          {running ? 'Verifying…' : 'Verify the audit'}
        </Button>
      </form>
      <div role="status">{state.status === 'ok' && !running ? <Verdict {...state.value} /> : null}</div>
      {state.status === 'failed' && !running ? <FailurePanel failure={state.failure} /> : null}
    </div>
  );
}

function Verdict({ ok, entries, erased, problems }: Extract<VerifyState, { status: 'ok' }>['value']) {
  if (ok) {
    return (
      <Notice tone="success" title={`All ${entries.toLocaleString('en')} entries are what was written.`}>
        <p>
          No change, no gap, no reorder
          {erased === 0
            ? ''
            : `; ${erased.toLocaleString('en')} parts about persons were erased, each by a recorded erasure`}
          .
        </p>
      </Notice>
    );
  }
  return (
    <Notice tone="danger" title="The audit is not what was written.">
      <ul className="list-disc pl-5">
        {problems.slice(0, SHOWN).map(({ sequence, message }) => (
          <li key={`${sequence} ${message}`}>{message}</li>
        ))}
        {problems.length > SHOWN ? <li>…and {problems.length - SHOWN} more.</li> : null}
      </ul>
      <p className="font-medium">
        Keep this database as it is, and compare it with a backup and the signed checkpoints.
      </p>
    </Notice>
  );
}
