'use client';

import { ErrorWords } from '@/components/shell/error-words';
import { PlainFrame } from '@/components/shell/plain-frame';

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <PlainFrame title="This page did not work">
      <ErrorWords digest={error.digest} retry={reset} />
    </PlainFrame>
  );
}
