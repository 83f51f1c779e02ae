'use client';

import { useEffect } from 'react';
import { HELP_ID } from './help-id';
import { shortcutOf } from './single-keys';

/** The shortcuts that work on every page; those of a list are the list's. */
export function ShortcutKeys() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const act = ACTS[shortcutOf(event) ?? ''];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return null;
}

const ACTS: Record<string, () => void> = {
  '/': () => {
    const box = document.querySelector<HTMLInputElement>('[data-slash]');
    if (box === null) return location.assign('/lookup');
    box.focus();
    box.select();
  },
  // Through the door that this person has; on the page itself there is nothing to do, and something to lose.
  n: () => document.querySelector<HTMLAnchorElement>('nav a[href="/invite"]:not([aria-current])')?.click(),
  '?': () => {
    const help = document.getElementById(HELP_ID);
    help?.togglePopover();
    help?.querySelector('input')?.focus();
  },
};
