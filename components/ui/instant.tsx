'use client';

import { useId, useState } from 'react';
import { exactWords, instantWords, relativeWords } from './time-words';
import { useNow } from './use-now';

/**
 * An instant in the reader's own time, with the exact one a hover or a focus away (Escape sends it off again, WCAG 1.4.13).
 * On the server it is told in UTC, since the reader's zone is not known there.
 */
export function Instant({ iso, show = 'both' }: { iso: string; show?: 'both' | 'relative' | 'absolute' }) {
  const now = useNow(show === 'absolute' ? 30_000 : 1_000);
  const id = useId();
  const [open, setOpen] = useState(false);
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return <span>unknown</span>;

  const absolute = now === null ? exactWords(at, { timeZone: 'UTC' }) : instantWords(at, now);
  const relative = now === null ? absolute : relativeWords(at, now);
  const words =
    show === 'relative' ? relative : show === 'absolute' || now === null ? absolute : `${absolute} (${relative})`;
  return (
    <span className="relative inline-block">
      <time
        dateTime={iso}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the exact instant must be within reach of a keyboard too.
        tabIndex={0}
        aria-describedby={open ? id : undefined}
        onMouseEnter={() => setOpen(true)}
        onMouseLeave={() => setOpen(false)}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
        className="rounded-sm underline decoration-line-strong decoration-dotted underline-offset-4"
      >
        {words}
      </time>
      {open ? (
        <span
          id={id}
          role="tooltip"
          className="absolute top-full left-0 z-20 mt-1 w-max max-w-64 rounded bg-ink px-2 py-1 text-canvas text-sm"
        >
          {exactWords(at)}
          <br />
          {new Date(at).toISOString()}
        </span>
      ) : null}
    </span>
  );
}
