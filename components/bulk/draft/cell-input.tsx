'use client';

import { type KeyboardEvent, useRef, useState } from 'react';
import { MAX_CELL_TEXT } from '@/lib/invitations/bulk/grid';
import type { Step } from './steps';

/** A cell while somebody writes in it: Enter and Tab keep what is written and go on, Escape leaves it as it was. */
export function CellInput({
  label,
  text,
  placeholder,
  onDone,
  onLeave,
}: {
  label: string;
  text: string;
  placeholder: string;
  onDone: (value: string, how: Step) => void;
  onLeave: () => void;
}) {
  const [value, setValue] = useState(text);
  // Leaving it takes the focus away, which is no second way of finishing.
  const over = useRef(false);
  const finish = (how: Step) => {
    if (over.current) return;
    over.current = true;
    onDone(value.trim(), how);
  };

  function onKeyDown(event: KeyboardEvent) {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      over.current = true;
      onLeave();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      finish('down');
    } else if (event.key === 'Tab') {
      event.preventDefault();
      finish(event.shiftKey ? 'back' : 'next');
    }
  }

  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: somebody asked to write in exactly this cell.
      autoFocus
      type="text"
      dir="auto"
      aria-label={label}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={MAX_CELL_TEXT}
      value={value}
      placeholder={placeholder}
      onChange={(event) => setValue(event.target.value)}
      onFocus={(event) => event.target.select()}
      onKeyDown={onKeyDown}
      onBlur={() => finish('stay')}
      className="-mx-1 -my-0.5 block h-target w-full min-w-0 rounded-sm border border-line-strong bg-surface px-1 text-field text-ink md:h-6 md:text-sm"
    />
  );
}
