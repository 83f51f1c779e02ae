'use client';

import './globals.css';

/**
 * When the root layout itself fails: nothing shared, since that may be what broke. Next's own page for it carries a style
 * element that our policy refuses.
 */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto max-w-card px-4 py-16">
          <h1 className="mb-3 font-semibold text-xl">Usher did not work</h1>
          <p>
            Sorry. Reload the page; if it happens again, give this code to an administrator: {error.digest ?? 'none'}
          </p>
        </main>
      </body>
    </html>
  );
}
