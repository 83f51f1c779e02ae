'use client';

import type { ReactNode } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import type { Count } from '@/lib/invitations/desk';
import { PageCheck } from './list-checks';
import { useSelection } from './list-selection';
import { matchingWords, selectedWords } from './selected';

/**
 * The line above the rows: what the columns are called, and as soon as something is selected, what can be done with it. It is
 * one line either way, so that no row moves, and stays in sight.
 */
export function ListHead({
  headings,
  mayExport,
  matching,
  exportAll,
  children,
}: {
  headings: ReactNode;
  mayExport: boolean;
  /** How many match, where there are more than this page shows; undefined where there are not. */
  matching: Count | undefined;
  /** The address of the export of all that match. */
  exportAll: string;
  /** Further things to do with what is selected; `useSelection()` says what that is. */
  children?: ReactNode;
}) {
  const { page, selected, all, alive, begun, selectAll, clear } = useSelection();
  const count = selected.size;
  const rows = [...selected.values()];
  const words = all ? capital(`${matchingWords(matching ?? null)} selected`) : selectedWords(count);
  const offersAll =
    children !== undefined && matching !== undefined && !all && page.every(({ id }) => selected.has(id));
  return (
    <div className="sticky top-0 z-[1] flex min-h-target items-center border-line border-b bg-canvas lg:min-h-10 noscript:max-lg:hidden">
      <span role="status" className="sr-only">
        {begun ? words : ''}
      </span>
      <PageCheck />
      {count === 0 && !all ? (
        <>
          {headings}
          {alive ? (
            <span aria-hidden="true" className="text-ink-muted text-sm lg:hidden">
              Select all on this page
            </span>
          ) : null}
        </>
      ) : (
        // One line on a phone, too: it can be pushed along, as the tabs above.
        <div className="flex min-w-0 flex-1 items-center gap-x-1 overflow-x-auto *:shrink-0 *:whitespace-nowrap [&_:focus-visible]:-outline-offset-2">
          <span aria-hidden="true" className="mr-2 font-medium text-sm tabular-nums">
            {words}
          </span>
          {offersAll ? (
            <Button
              kind="quiet"
              size="small"
              onClick={selectAll}
              className="text-accent-ink underline underline-offset-4"
            >
              Select {matchingWords(matching)}
            </Button>
          ) : null}
          {mayExport && all ? (
            <a href={exportAll} className={buttonClass('quiet', 'small')} download>
              Export all
            </a>
          ) : null}
          {mayExport && !all ? (
            <form action="/api/export/invitations" method="post">
              <input type="hidden" name="ids" value={rows.map(({ id }) => id).join(' ')} />
              <button type="submit" className={buttonClass('quiet', 'small')}>
                <span>
                  Export<span className="max-sm:sr-only"> selected</span>
                </span>
              </button>
            </form>
          ) : null}
          {all ? null : (
            <CopyButton
              text={[...new Set(rows.map(({ email }) => email))].join(', ')}
              label="Copy addresses"
              words={
                <>
                  Copy<span className="max-sm:hidden"> addresses</span>
                </>
              }
            />
          )}
          {children}
          <Button kind="quiet" size="small" onClick={clear}>
            Clear
          </Button>
        </div>
      )}
    </div>
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
