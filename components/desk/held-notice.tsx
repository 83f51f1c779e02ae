'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { clockWords, countdownWords } from '@/components/ui/time-words';
import { useNow } from '@/components/ui/use-now';

/** How often the page is made anew once its time has come; `KeepFresh` goes on from there. */
const REFRESH_MS = [1_500, 2_500, 4_000, 6_000, 10_000];

/** When what waits will be sent, as a clock that runs down. */
export function HeldNotice({ until, name }: { until: string; name: string }) {
  const router = useRouter();
  const now = useNow(1_000);
  const at = Date.parse(until);
  const isOver = now !== null && now >= at;

  useEffect(() => {
    if (!isOver) return;
    const timers = REFRESH_MS.map((ms) => setTimeout(() => router.refresh(), ms));
    return () => timers.forEach(clearTimeout);
  }, [isOver, router]);

  const clock = <time dateTime={until}>{clockWords(at, now === null ? { timeZone: 'UTC' } : {})}</time>;
  if (isOver) return <>Its time came at {clock}: it leaves as soon as it can.</>;
  return (
    <>
      Nothing has gone out to {name} yet. It will be sent at {clock}
      {now === null ? null : (
        <>
          , in <span className="tabular-nums">{countdownWords(at - now)}</span>
        </>
      )}
      .
    </>
  );
}
