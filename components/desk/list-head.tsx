'use client';

import type { ReactNode } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { PageCheck } from './list-checks';
import { useSelection } from './list-selection';
import { selectedWords } from './selected';

/**
 * The line above the rows: what the columns are called, and as soon as something is selected, what can be done with it. It is
 * one line either way, so that no row moves, and stays in sight.
 */
export function ListHead({
  headings,
  mayExport,
  children,
}: {
  headings: ReactNode;
  mayExport: boolean;
  /** Further things to do with what is selected; `useSelection()` says what that is. */
  children?: ReactNode;
}) {
  const { selected, alive, begun, clear } = useSelection();
  const count = selected.size;
  const rows = [...selected.values()];
  return (
    <div className="sticky top-0 z-[1] flex min-h-target items-center border-line border-b bg-canvas lg:min-h-10 noscript:max-lg:hidden">
      <span role="status" className="sr-only">
        {begun ? selectedWords(count) : ''}
      </span>
      <PageCheck />
      {count === 0 ? (
        <>
          {headings}
          {alive ? (
            <span aria-hidden="true" className="text-ink-muted text-sm lg:hidden">
              Select all on this page
            </span>
          ) : null}
        </>
      ) : (
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-1">
          <span aria-hidden="true" className="mr-2 font-medium text-sm tabular-nums">
            {selectedWords(count)}
          </span>
          {mayExport ? (
            <form action="/api/export/invitations" method="post">
              <input type="hidden" name="ids" value={rows.map(({ id }) => id).join(' ')} />
              <button type="submit" className={buttonClass('quiet', 'small')}>
                <span>
                  Export<span className="max-sm:sr-only"> selected</span>
                </span>
              </button>
            </form>
          ) : null}
          <CopyButton
            text={[...new Set(rows.map(({ email }) => email))].join(', ')}
            label="Copy addresses"
            words={
              <>
                Copy<span className="max-sm:hidden"> addresses</span>
              </>
            }
          />
          {children}
          <Button kind="quiet" size="small" onClick={clear}>
            Clear
          </Button>
        </div>
      )}
    </div>
  );
}
