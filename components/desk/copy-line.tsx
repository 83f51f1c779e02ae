'use client';

import { useActionState } from 'react';
import { Button } from '@/components/ui/button';
import { relativeWords } from '@/components/ui/time-words';
import { useNow } from '@/components/ui/use-now';
import type { ActState } from '@/lib/action-state';

type Action = (previous: ActState, data: FormData) => Promise<ActState>;

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
  const [state, act, running] = useActionState(syncAction ?? nothing, { status: 'idle' });
  const clock = useNow(10_000) ?? Date.parse(now);
  const age =
    wholeAt === null
      ? 'The copy of what is in ConductorOne is not whole yet.'
      : `Copied from ConductorOne ${relativeWords(Math.min(Date.parse(wholeAt), clock), clock)}.`;
  const said = running ? 'Reading ConductorOne…' : state.status === 'ok' ? state.message : '';
  return (
    <form action={act} className="flex flex-wrap items-center gap-x-2 text-ink-muted text-sm">
      <span>{said === '' ? age : said}</span>
      {syncAction === null ? null : (
        <Button type="submit" kind="quiet" size="small" aria-disabled={running || undefined}>
          Sync now
        </Button>
      )}
      <span role="status" className={state.status === 'failed' ? 'text-danger-fg' : 'sr-only'}>
        {state.status === 'failed' ? `${state.failure.words.what} ${state.failure.words.next}` : said}
      </span>
    </form>
  );
}

const nothing: Action = async (previous) => previous;
