import { buttonClass } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { ShownFailure } from '@/lib/action-state';

/** What stands above the form when something about the page itself needs saying: lists missing, a link not fully usable. */
export function LoadTrouble({
  unloaded,
  noDirectory,
  notes,
  retry,
}: {
  unloaded: ShownFailure | null;
  noDirectory: boolean;
  notes: readonly string[];
  /** The address of this very page. */
  retry: string;
}) {
  if (unloaded === null && !noDirectory && notes.length === 0) return null;
  return (
    <div className="mb-6 grid max-w-page gap-3">
      {unloaded === null ? null : (
        <Notice tone="danger" title={unloaded.words.what}>
          <p>
            {unloaded.words.why} Usher needs it for the list of directories and roles. {unloaded.words.next}
          </p>
          <p className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <a href={retry} className={buttonClass('secondary', 'small')}>
              Try again
            </a>
            <span className="text-ink-muted">What you typed is kept.</span>
          </p>
          <p className="break-all text-ink-muted text-xs">
            Request id <code className="select-all font-mono">{unloaded.requestId}</code>
          </p>
        </Notice>
      )}
      {noDirectory ? (
        <Notice tone="warn" title="There is no directory to invite into.">
          <p>
            ConductorOne has no local directory that takes invitations. An administrator makes one there; then{' '}
            <a href={retry} className="underline">
              load this page again
            </a>
            .
          </p>
        </Notice>
      ) : null}
      {notes.length === 0 ? null : (
        <Notice tone="info" title="The link could not fill everything.">
          <ul className="grid gap-1">
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}
