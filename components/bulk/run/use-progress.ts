'use client';

import { useEffect, useState } from 'react';
import type { Progress } from '@/lib/invitations/bulk/progress-view';

/** A stream that has said nothing by then does not come through: a proxy holds it back. */
const PATIENCE_MS = 5_000;
const POLL_MS = 2_000;

/**
 * How far a run has come, as it goes: by server-sent events, and where these cannot pass by asking every two seconds. `lost`:
 * neither answers just now. Nothing is asked of a run that is over.
 */
export function useProgress(id: string, first: Progress): { progress: Progress; lost: boolean } {
  const [heard, setHeard] = useState({ first, progress: first, lost: false });
  // The page was made anew, after a button was pressed: that is newer than what the stream said.
  if (heard.first !== first) setHeard({ first, progress: first, lost: false });
  const over = heard.progress.endedAt !== null;

  useEffect(() => {
    if (over) return;
    const path = `/api/imports/${encodeURIComponent(id)}`;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const says = (progress: Progress) => {
      if (!ended) setHeard((now) => ({ ...now, progress, lost: false }));
    };
    const poll = async () => {
      const answer = await fetch(`${path}/progress`, { headers: { Accept: 'application/json' } }).catch(() => null);
      const body = answer?.ok ? ((await answer.json().catch(() => null)) as { progress: Progress } | null) : null;
      if (body !== null) says(body.progress);
      else if (!ended) setHeard((now) => ({ ...now, lost: true }));
      if (!ended) timer = setTimeout(poll, POLL_MS);
    };
    const stream = new EventSource(`${path}/events`);
    const giveUp = () => {
      stream.close();
      void poll();
    };
    timer = setTimeout(giveUp, PATIENCE_MS);
    stream.onmessage = ({ data }) => {
      clearTimeout(timer);
      says(JSON.parse(data) as Progress);
    };
    stream.addEventListener('end', () => stream.close());
    // While it is connecting again it is only between two streams; closed, it was refused.
    stream.onerror = () => {
      if (stream.readyState !== EventSource.CLOSED) return;
      clearTimeout(timer);
      giveUp();
    };
    return () => {
      ended = true;
      clearTimeout(timer);
      stream.close();
    };
  }, [id, over]);

  return heard;
}
