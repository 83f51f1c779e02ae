'use client';

import { useActionState } from 'react';
import { Button } from '@/components/ui/button';
import { Instant } from '@/components/ui/instant';
import type { PolicyAction } from './policy-editor';
import { PolicyProblems } from './policy-problems';

export type VersionLine = {
  number: number;
  by: string;
  at: string;
  note: string;
  /** What it changed against the one before, one line each. */
  changes: string[];
};

/** Who changed the policy, when and how; and the way back. */
export function PolicyHistory({
  versions,
  current,
  action,
}: {
  versions: VersionLine[];
  current: number;
  /** Absent for who may only look. */
  action: PolicyAction | null;
}) {
  const [state, act, running] = useActionState(action ?? idle, { status: 'idle' });
  if (versions.length === 0)
    return <p className="text-ink-muted">Nobody has changed the policy yet: it is the one that Usher comes with.</p>;
  return (
    <div className="grid gap-3">
      <ol className="divide-y divide-line rounded-lg border border-line bg-surface">
        {versions.map(({ number, by, at, note, changes }) => (
          <li key={number} className="flex flex-wrap items-start justify-between gap-3 px-4 py-3">
            <div className="min-w-0">
              <p className="font-medium">
                Version {number}
                {number === current ? ', holds now' : ''}
              </p>
              <p className="text-ink-muted text-sm">
                {by}, <Instant iso={at} />
              </p>
              {note === '' ? null : <p className="mt-1 text-sm wrap-anywhere">{note}</p>}
              <ul className="mt-1 list-disc pl-5 text-sm">
                {changes.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </div>
            {action === null || number === current ? null : (
              <form action={act}>
                <input type="hidden" name="number" value={number} />
                <input type="hidden" name="basedOn" value={current} />
                <Button type="submit" size="small" aria-disabled={running || undefined}>
                  Go back to version {number}
                </Button>
              </form>
            )}
          </li>
        ))}
      </ol>
      {running ? null : <PolicyProblems state={state} />}
    </div>
  );
}

const idle: PolicyAction = async (previous) => previous;
