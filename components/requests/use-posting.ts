'use client';

import { unstable_isUnrecognizedActionError as isOutdatedPage } from 'next/navigation';
import { useActionState, useRef, useState } from 'react';
import type { ShownFailure } from '@/lib/action-state';

type Action<S> = (previous: S, data: FormData) => Promise<S>;

/** The call never came back. Whoever posts again is safe: a form counts once, and a decision too. */
const LOST: ShownFailure = {
  code: 'unexpected',
  words: {
    what: 'Usher cannot be reached.',
    why: 'The connection broke on the way. It may have arrived or not; what you typed is kept.',
    next: 'When you are connected again, press the button once more: it counts once.',
  },
  requestId: '',
};

const OUTDATED: ShownFailure = {
  code: 'unexpected',
  words: {
    what: 'Usher was updated since you opened this page.',
    why: 'The old page cannot talk to the new Usher. Nothing was changed.',
    next: 'Copy what you typed, reload the page and go on there.',
  },
  requestId: '',
};

/**
 * A form that works with and without scripts. Without, the browser posts it and the server renders the outcome; with, it is
 * posted from here and nothing that was typed is put back, as React does with a form whose action it runs.
 */
export function usePosting<S>(action: Action<S>, idle: Awaited<S>, lost: (failure: ShownFailure, data: FormData) => S) {
  const [posted, postAction] = useActionState<S, FormData>(action, idle);
  const [sent, setSent] = useState<S | null>(null);
  const [running, setRunning] = useState(false);
  // State arrives with the next render; a second press may come before.
  const busy = useRef(false);

  /** Posts; answers how it ended, or null while an earlier press is under way. */
  async function post(data: FormData): Promise<S | null> {
    if (busy.current) return null;
    busy.current = true;
    setRunning(true);
    let next: S;
    try {
      next = await action(idle, data);
    } catch (error) {
      next = lost(isOutdatedPage(error) ? OUTDATED : LOST, data);
    }
    busy.current = false;
    setRunning(false);
    setSent(next);
    return next;
  }

  return { state: sent ?? posted, scripted: sent !== null, running, postAction, post };
}
