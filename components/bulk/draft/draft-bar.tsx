'use client';

import { Button } from '@/components/ui/button';
import { AlertIcon, SuccessIcon } from '@/components/ui/icons';
import type { RowCounts } from '@/lib/invitations/bulk/batches';
import { numberWords, rowsWords } from './columns';

/** How many rows there are, what is to mend, and what to do about all of it at once. Stays in sight. */
export function DraftBar({
  counts,
  onlyProblems,
  onOnly,
  onLeaveProblems,
  onRenew,
  shown,
  busy,
  mayManage,
}: {
  counts: RowCounts;
  onlyProblems: boolean;
  onOnly: (on: boolean) => void;
  onLeaveProblems: () => void;
  onRenew: () => void;
  /** How many lines the grid has: with "only problems" some may be mended by now. */
  shown: number;
  busy: boolean;
  mayManage: boolean;
}) {
  const { all, withProblems, leftOut } = counts;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <p className="flex flex-wrap items-center gap-x-2 tabular-nums" role="status">
        <span className="font-semibold">{rowsWords(all)}</span> <span aria-hidden="true">·</span>{' '}
        {withProblems === 0 ? (
          <span className="inline-flex items-center gap-1 text-success-fg">
            <SuccessIcon size={16} /> nothing to mend
          </span>
        ) : (
          <span className="inline-flex items-center gap-1 text-danger-fg">
            <AlertIcon size={16} /> {numberWords(withProblems)} to mend
          </span>
        )}
        {leftOut === 0 ? null : (
          <>
            {' '}
            <span aria-hidden="true">·</span> <span className="text-ink-muted">{numberWords(leftOut)} left out</span>
          </>
        )}
        {busy ? <span className="text-ink-muted text-sm">saving…</span> : null}
      </p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 md:ml-auto">
        <label className="inline-flex min-h-target items-center gap-2 md:min-h-8">
          <input
            type="checkbox"
            checked={onlyProblems}
            onChange={(event) => onOnly(event.target.checked)}
            className="size-5 md:size-4"
          />
          Only problems
        </label>
        {onlyProblems && shown !== withProblems ? (
          <Button size="small" kind="quiet" onClick={onRenew}>
            Hide what is mended
          </Button>
        ) : null}
        {mayManage && withProblems > 0 ? (
          <Button size="small" onClick={onLeaveProblems}>
            {withProblems === 1
              ? 'Leave the one with a problem out'
              : `Leave all ${numberWords(withProblems)} with problems out`}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
