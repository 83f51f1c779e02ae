'use client';

import { ErrorWords } from '@/components/shell/error-words';

/** Bare on purpose: it is loaded with every page, for a moment that should not come. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto max-w-card px-4 py-16">
      <ErrorWords digest={error.digest} retry={reset} />
    </main>
  );
}
