'use client';

import { type ReactNode, useState } from 'react';
import { Button } from './button';
import { CheckIcon, CopyIcon } from './icons';

/** Puts `text` on the clipboard and says so; where the browser refuses, it says that instead of pretending. */
export function CopyButton({
  text,
  label,
  words = 'Copy',
  bare = false,
}: {
  text: string;
  /** What is copied, for whoever does not see what stands beside it. */
  label: string;
  words?: ReactNode;
  bare?: boolean;
}) {
  const [said, setSaid] = useState<'copied' | 'refused' | null>(null);
  async function copy() {
    const worked = await (navigator.clipboard?.writeText(text) ?? Promise.reject()).then(
      () => true,
      () => false,
    );
    setSaid(worked ? 'copied' : 'refused');
    setTimeout(() => setSaid(null), 3_000);
  }
  return (
    <>
      <Button
        kind="quiet"
        size="small"
        onClick={copy}
        aria-label={label}
        className={bare ? '-my-1 shrink-0 px-2' : undefined}
      >
        {said === 'copied' ? <CheckIcon size={16} /> : <CopyIcon size={16} />}
        {bare ? null : <span aria-hidden="true">{said === 'copied' ? 'Copied' : words}</span>}
      </Button>
      <span role="status" className={said === 'refused' ? 'text-danger-fg text-sm' : 'sr-only'}>
        {said === 'copied'
          ? 'Copied'
          : said === 'refused'
            ? 'The browser did not allow it: select and copy by hand.'
            : ''}
      </span>
    </>
  );
}
