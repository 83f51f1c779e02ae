'use client';

import { Button } from '@/components/ui/button';

/** A page that broke: says so, apologises once, and gives the thread to the log. */
export function ErrorWords({ digest, retry }: { digest: string | undefined; retry: () => void }) {
  return (
    <>
      <p>Usher made a mistake while showing this page. Sorry. What you typed into a form here is kept in this tab.</p>
      <p>
        Try again. If it happens again, give {digest ? 'this code' : 'the time'} to an administrator: the log has the
        rest.
      </p>
      {digest ? (
        <p className="text-sm">
          Code: <code className="select-all rounded-sm bg-sunken px-1.5 py-0.5 font-mono">{digest}</code>
        </p>
      ) : null}
      <div className="flex flex-wrap gap-3">
        <Button kind="primary" onClick={retry}>
          Try again
        </Button>
      </div>
    </>
  );
}
