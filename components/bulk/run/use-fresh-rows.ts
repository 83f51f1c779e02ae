'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';

const EVERY_MS = 5_000;

/** The rows below are of the moment when the page was made: while a run goes they are made anew, and once more at its end. */
export function useFreshRows(over: boolean): void {
  const router = useRouter();
  const wasOver = useRef(over);
  useEffect(() => {
    if (over) {
      if (!wasOver.current) router.refresh();
      wasOver.current = true;
      return;
    }
    wasOver.current = false;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [over, router]);
}
