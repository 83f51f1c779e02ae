'use client';

/** A page that broke: says so, apologises once, and gives the thread to the log. */
export function ErrorWords({ digest, retry }: { digest: string | undefined; retry: () => void }) {
  return (
    <div className="max-w-words space-y-4">
      <h1 className="font-semibold text-xl">This page did not work</h1>
      <p>Usher made a mistake while showing it. Sorry. What you typed into a form here is kept in this tab.</p>
      <p>Try again. If it happens again, give {digest ? 'this code' : 'the time'} to an administrator.</p>
      {digest ? (
        <code className="select-all rounded-sm bg-sunken px-1.5 py-0.5 font-mono text-sm">{digest}</code>
      ) : null}
      <p>
        <button
          type="button"
          onClick={retry}
          className="min-h-target rounded bg-accent px-4 font-medium text-accent-on hover:bg-accent-hover md:min-h-10"
        >
          Try again
        </button>
      </p>
    </div>
  );
}
