'use client';

import { usePathname, useRouter } from 'next/navigation';
import { type MouseEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { DecidedContext } from './decided-context';
import { letterOf } from './letter-keys';

/** From here on the list has the request beside it (`lg`). */
const WIDE = '(min-width: 1024px)';
export const DETAIL_ID = 'request-detail';
export const APPROVE_ID = 'approve';
export const DENY_ID = 'deny';

const rowsOf = (): HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>('a[data-row]')];
const shownAt = (rows: readonly HTMLAnchorElement[]): number =>
  rows.findIndex((row) => row.getAttribute('aria-current') === 'true');

/**
 * What makes the queue quick: j and k walk through it, a approves and d denies what is shown, and after a decision the next
 * request is there with the focus on it. Stays while one goes from request to request; all of it works without.
 */
export function QueueFrame({ children }: { children: ReactNode }) {
  const router = useRouter();
  const path = usePathname();
  const [said, setSaid] = useState<{ message: string; href: string } | null>(null);
  /** What gets the focus once its page is there: a row, or the request itself. */
  const pending = useRef<{ path: string; on: 'row' | 'detail' } | null>(null);

  const go = useCallback(
    (href: string, on: 'row' | 'detail') => {
      pending.current = { path: href.split('?')[0] ?? href, on };
      router.push(href, { scroll: false });
    },
    [router],
  );

  // The page that was asked for is there: its path changed and its rows are new.
  // biome-ignore lint/correctness/useExhaustiveDependencies: anew with each page, whatever it shows.
  useEffect(() => {
    const wanted = pending.current;
    if (wanted === null || wanted.path !== path) return;
    pending.current = null;
    const rows = rowsOf();
    const target = wanted.on === 'row' ? rows[shownAt(rows)] : document.getElementById(DETAIL_ID);
    (target ?? document.getElementById('main'))?.focus();
  }, [path, children]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const letter = letterOf(event);
      if (letter === null) return;
      if (letter === 'a' || letter === 'd') {
        if (press(letter)) event.preventDefault();
        return;
      }
      event.preventDefault();
      const rows = rowsOf();
      const focused = rows.indexOf(document.activeElement as HTMLAnchorElement);
      const from = focused >= 0 ? focused : shownAt(rows);
      const row = rows[from < 0 ? 0 : from + (letter === 'j' ? 1 : -1)];
      if (row === undefined) return;
      row.focus();
      // Beside the list it is shown at once; without room for it, Enter opens it.
      if (matchMedia(WIDE).matches) go(row.getAttribute('href') ?? '', 'row');
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [go]);

  const onDecided = useCallback(
    (message: string, id: string) => {
      const rows = rowsOf();
      const at = rows.findIndex((row) => row.dataset.row === id);
      const next = rows[at + 1] ?? rows[at - 1];
      setSaid({ message, href: `/requests/${id}?tab=decided` });
      if (next === undefined) go('/requests', 'detail');
      else go(next.getAttribute('href') ?? '/requests', 'detail');
    },
    [go],
  );

  /** A line opens without a load. */
  function onClick(event: MouseEvent) {
    const row = (event.target as Element).closest<HTMLAnchorElement>('a[data-row]');
    if (row === null || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(row.getAttribute('href') ?? '', matchMedia(WIDE).matches ? 'row' : 'detail');
  }

  return (
    <DecidedContext value={onDecided}>
      <p
        role="status"
        className="mb-4 flex flex-wrap gap-x-3 rounded-lg bg-success-bg px-4 py-3 text-success-fg empty:hidden"
      >
        {said === null ? null : (
          <>
            <span className="min-w-0 wrap-anywhere font-medium">{said.message}</span>
            <a href={said.href} className="underline">
              Open it
            </a>
          </>
        )}
      </p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: listens for what its links do; is none itself. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a link that is pressed by key clicks as well. */}
      <div onClick={onClick}>{children}</div>
    </DecidedContext>
  );
}

/** Presses what is there to be pressed; false where the request shown is not the reader's to decide. */
function press(letter: 'a' | 'd'): boolean {
  if (letter === 'a') {
    const form = document.querySelector<HTMLFormElement>(`#${APPROVE_ID} form`);
    const button = form?.querySelector<HTMLButtonElement>('button[type="submit"]');
    // Only what is in view: on a narrow screen the list stands alone.
    if (!button?.checkVisibility()) return false;
    button.focus();
    button.click();
    return true;
  }
  const panel = document.querySelector<HTMLDetailsElement>(`#${DENY_ID} details`);
  if (!panel?.checkVisibility()) return false;
  panel.open = true;
  panel.querySelector('textarea')?.focus();
  return true;
}
