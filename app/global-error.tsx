'use client';

import { ErrorWords } from '@/components/shell/error-words';
import { PlainFrame } from '@/components/shell/plain-frame';
import './globals.css';

/** When the root layout itself fails. Next's own page for it carries a style element that our policy refuses. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <PlainFrame title="Usher did not work">
          <ErrorWords digest={error.digest} retry={reset} />
        </PlainFrame>
      </body>
    </html>
  );
}
