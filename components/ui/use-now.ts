'use client';

import { useSyncExternalStore } from 'react';

/**
 * The time, anew every `everyMs`; null on the server and while hydrating, because neither the reader's clock nor their
 * time zone is known there.
 */
export function useNow(everyMs: number): number | null {
  return useSyncExternalStore(
    (changed) => {
      const timer = setInterval(changed, everyMs);
      return () => clearInterval(timer);
    },
    // Rounded, so that it holds still between two ticks as React demands of a snapshot.
    () => Math.floor(Date.now() / everyMs) * everyMs,
    () => null,
  );
}
