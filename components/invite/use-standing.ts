'use client';

import { useEffect, useState } from 'react';
import { parseEmail } from '@/lib/invitations/email';
import type { Standing } from '@/lib/invitations/invitation';
import { readStanding } from './read-api';

/** After the last key: an address that is still being typed is nobody's. */
const PAUSE_MS = 400;

/** How the typed address stands, asked while the form is filled; null until it is known, or when it could not be asked. */
export function useStanding(email: string, directoryId: string): Standing | null {
  const [found, setFound] = useState<{ asked: string; standing: Standing } | null>(null);
  const address = parseEmail(email);
  const asked = address.ok && directoryId !== '' ? `${directoryId} ${address.key}` : '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` stands for both.
  useEffect(() => {
    if (asked === '') return;
    const leave = new AbortController();
    const timer = setTimeout(() => {
      readStanding(email, directoryId, leave.signal).then(
        (standing) => setFound({ asked, standing }),
        // The server asks again before it sends; a form without this line is still a form.
        () => undefined,
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      leave.abort();
    };
  }, [asked]);
  return found !== null && found.asked === asked ? found.standing : null;
}
