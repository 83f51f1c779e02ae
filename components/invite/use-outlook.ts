'use client';

import { useEffect, useState } from 'react';
import { parseEmail } from '@/lib/invitations/email';
import type { Outlook } from '@/lib/invitations/rules/verdict';
import { type Asked, readOutlook } from './read-api';

/** After the last key: an address that is still being typed is nobody's. */
const PAUSE_MS = 400;

/** What most of the answer is about; a word more in the purpose does not make it old. */
const gist = ({ email, directoryId, roleIds, sponsorUserId }: Asked): string =>
  JSON.stringify([email, directoryId, roleIds, sponsorUserId]);

/**
 * What would become of the form's invitation, asked while it is filled. `old` says that it answers something typed before:
 * what is known stays in sight until the next answer. Null while there is no address, or nothing could be asked.
 */
export function useOutlook(asked: Asked): { outlook: Outlook | null; old: boolean } {
  const [found, setFound] = useState<{ gist: string; outlook: Outlook | null } | null>(null);
  const about = parseEmail(asked.email).ok && asked.directoryId !== '' ? JSON.stringify(asked) : '';
  useEffect(() => {
    if (about === '') return;
    const leave = new AbortController();
    const timer = setTimeout(() => {
      const form = JSON.parse(about) as Asked;
      readOutlook(form, leave.signal).then(
        (outlook) => setFound({ gist: gist(form), outlook }),
        // The server asks again before it sends; a form without these lines is still a form.
        () => {
          if (!leave.signal.aborted) setFound(null);
        },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      leave.abort();
    };
  }, [about]);
  if (about === '' || found === null) return { outlook: null, old: false };
  return { outlook: found.outlook, old: found.gist !== gist(asked) };
}
