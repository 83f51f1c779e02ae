'use client';

import { ErrorWords } from '@/components/shell/error-words';

/** Inside of the frame, so that the rest of Usher stays within reach. */
export default function DeskError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <ErrorWords digest={error.digest} retry={reset} />;
}
