'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { relativeWords } from '@/components/ui/time-words';
import { useNow } from '@/components/ui/use-now';
import type { ActState } from '@/lib/action-state';

type Action = (previous: ActState, data: FormData) => Promise<ActState>;

/** While a sync goes on behind the page, it looks this often whether the copy is there. */
const LOOK_MS = 2_000;

/** How old the local copy is, and the way to a fresh one. */
export function CopyLine({
  wholeAt,
  now,
  syncAction,
}: {
  wholeAt: string | null;
  now: string;
  syncAction: Action | null;
}) {
  const router = useRouter();
  const [state, act, running] = useActionState(syncAction ?? nothing, { status: 'idle' });
  const [askedAt, setAskedAt] = useState<string | null>(null);
  const clock = useNow(10_000) ?? Date.parse(now);
  const age =
    wholeAt === null
      ? 'The copy of what is in ConductorOne is not whole yet.'
      : `Copied from ConductorOne ${relativeWords(Math.min(Date.parse(wholeAt), clock), clock)}.`;
  // What was said of a sync under way holds until the copy is another one.
  const note = state.status === 'ok' && !running && wholeAt === askedAt ? state.message : '';

  useEffect(() => {
    if (note === '') return;
    const timer = setInterval(() => router.refresh(), LOOK_MS);
    return () => clearInterval(timer);
  }, [note, router]);

  return (
    <form
      action={act}
      onSubmit={() => setAskedAt(wholeAt)}
      className="flex flex-wrap items-center gap-x-2 text-ink-muted text-sm"
    >
      <span>{running ? 'Reading ConductorOne…' : `${age} ${note}`.trim()}</span>
      {syncAction === null ? null : (
        <Button type="submit" kind="quiet" size="small" aria-disabled={running || undefined}>
          Sync now
        </Button>
      )}
      <span role="status" className={state.status === 'failed' ? 'text-danger-fg' : 'sr-only'}>
        {state.status === 'failed' ? `${state.failure.words.what} ${state.failure.words.next}` : running ? '' : note}
      </span>
    </form>
  );
}

const nothing: Action = async (previous) => previous;
