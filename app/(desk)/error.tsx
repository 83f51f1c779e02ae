'use client';

import { ErrorWords } from '@/components/shell/error-words';

/** Inside of the frame, so that the rest of Usher stays within reach. */
export default function DeskError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div className="max-w-words space-y-4">
      <h1 className="font-semibold text-xl">This page did not work</h1>
      <ErrorWords digest={error.digest} retry={reset} />
    </div>
  );
}
