'use client';

import { useEffect } from 'react';

const EDITABLE = 'input, textarea, select, [contenteditable]';

/** "/" leads to the search of the page that is open, and from a page that has none to the look-up. */
export function SlashKey() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(EDITABLE) !== null) return;
      event.preventDefault();
      const box = document.querySelector<HTMLInputElement>('[data-slash]');
      if (box === null) location.assign('/lookup');
      else {
        box.focus();
        box.select();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return null;
}
