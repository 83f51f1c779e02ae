'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { nextLook } from '@/components/invite/next-look';

/** Loads what the page shows again while it is looked at, less and less often; at once when one comes back to it. */
export function KeepFresh() {
  const router = useRouter();
  useEffect(() => {
    let looks = 0;
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      clearTimeout(timer);
      // Nobody loses what is being typed: a form that is open keeps its fields through a refresh.
      if (document.visibilityState === 'visible') router.refresh();
      looks += 1;
      timer = setTimeout(look, nextLook(looks));
    };
    const onVisible = () => {
      if (document.visibilityState !== 'visible') return;
      looks = 0;
      look();
    };
    timer = setTimeout(look, nextLook(0));
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [router]);
  return null;
}
