'use client';

import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { SuccessIcon } from '@/components/ui/icons';

const Say = createContext<(message: string) => void>(() => {});

/** Tells the page what was done. Where it was done may be gone by then. */
export const useSay = () => useContext(Say);

/** Keeps one place in which is said what was done, above whatever changes below; it takes the focus, as its form is gone. */
export function SaidFrame({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ message: '', count: 0 });
  const place = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (said.count > 0) place.current?.focus();
  }, [said]);
  return (
    <Say value={(message) => setSaid(({ count }) => ({ message, count: count + 1 }))}>
      <p
        ref={place}
        role="status"
        tabIndex={-1}
        className="mb-4 flex items-center gap-2 rounded-lg bg-success-bg px-4 py-3 font-medium text-success-fg empty:hidden"
      >
        {said.message === '' ? null : (
          <>
            <SuccessIcon size={20} className="shrink-0" />
            <span className="min-w-0 wrap-anywhere">{said.message}</span>
          </>
        )}
      </p>
      {children}
    </Say>
  );
}
