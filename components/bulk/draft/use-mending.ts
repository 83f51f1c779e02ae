'use client';

import { unstable_isUnrecognizedActionError as isOutdatedPage } from 'next/navigation';
import { useState } from 'react';
import { OFFLINE, OUTDATED } from '@/components/invite/submission';
import type { ShownFailure } from '@/lib/action-state';
import type { RowCounts } from '@/lib/invitations/bulk/batches';
import type { MendState, SameMistake } from '@/lib/invitations/bulk/grid';

export type MendAction = (previous: MendState, data: FormData) => Promise<MendState>;
export type Mended = Extract<MendState, { status: 'ok' }>;

const IDLE = { status: 'idle' } as const;

/** Nothing is sent by mending, so that doing it again is always safe. */
const LOST: ShownFailure = {
  code: 'unexpected',
  words: {
    what: 'We do not know whether this was saved.',
    why: 'The connection to Usher broke on the way.',
    next: 'Look whether the row shows it, and write it again if not.',
  },
  requestId: '',
};

async function attempt(action: MendAction, data: FormData): Promise<MendState> {
  if (navigator.onLine === false) return { status: 'failed', failure: OFFLINE, fields: {} };
  try {
    return await action(IDLE, data);
  } catch (error) {
    return { status: 'failed', failure: isOutdatedPage(error) ? OUTDATED : LOST, fields: {} };
  }
}

export const formOf = (fields: Record<string, string>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
};

/** What has become of the draft by mending it: how many rows of each sort, the last failure, and what else has that mistake. */
export function useMending(first: RowCounts) {
  const [counts, setCounts] = useState(first);
  const [failure, setFailure] = useState<{ shown: ShownFailure; fields: Record<string, string> } | null>(null);
  const [same, setSame] = useState<SameMistake | null>(null);
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(0);

  /** Calls an action; answers what became of it, or null when it failed, which is shown. */
  async function run(action: MendAction, data: FormData, words: (done: Mended) => string): Promise<Mended | null> {
    setBusy((now) => now + 1);
    const state = await attempt(action, data);
    setBusy((now) => now - 1);
    if (state.status === 'failed') {
      setFailure({ shown: state.failure, fields: state.fields });
      return null;
    }
    if (state.status === 'idle') return null;
    setFailure(null);
    setCounts(state.counts);
    setSame(state.same);
    setSaid(words(state));
    return state;
  }

  return { counts, failure, same, said, busy: busy > 0, run, forget: () => setSame(null) };
}
