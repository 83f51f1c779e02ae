'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { read } from '@/components/invite/read-api';
import { Button } from '@/components/ui/button';
import type { PlanRow, RowClass } from '@/lib/invitations/bulk/batch';
import { RowWords } from './row-words';

type Page = { rows: PlanRow[]; next: number | null };

/** The rows of one class, a page at a time; read once somebody opens it. */
export function PlanRows({
  id,
  plan,
  of,
  label,
  now,
  act,
}: {
  id: string;
  /** The plan's hash: another plan is read anew. */
  plan: string;
  of: RowClass | 'changed';
  label: string;
  now: string;
  act?: ((row: PlanRow) => ReactNode) | undefined;
}) {
  const { data, error, isFetching, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['plan-rows', id, of, plan],
    queryFn: ({ signal, pageParam }) =>
      read<Page>(`/api/imports/${id}/plan/rows?of=${of}&after=${pageParam}`, 'rows', signal),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const rows = data?.pages.flatMap((page) => page.rows) ?? [];
  if (error !== null && rows.length === 0) {
    return (
      <p role="alert" className="flex flex-wrap items-center gap-3 py-2 text-danger-fg text-sm">
        {error.message}
        <Button size="small" onClick={() => refetch()}>
          Try again
        </Button>
      </p>
    );
  }
  if (data === undefined) return <p className="py-2 text-ink-muted text-sm">Reading the rows…</p>;
  return (
    <>
      <ul aria-label={label} aria-busy={isFetching} className="divide-y divide-line">
        {rows.map((row) => (
          <li
            key={row.number}
            className="grid gap-x-4 gap-y-1 py-2 text-sm md:grid-cols-[3.5rem_minmax(0,2fr)_minmax(0,3fr)]"
          >
            <span className="text-ink-muted tabular-nums max-md:hidden">
              <span className="sr-only">Row </span>
              {row.number.toLocaleString('en')}
            </span>
            <span className="min-w-0 wrap-anywhere">
              <bdi className="block font-medium">{row.displayName || row.email}</bdi>
              {row.displayName === '' ? null : <bdi className="block text-ink-muted">{row.email}</bdi>}
            </span>
            <div className="grid min-w-0 gap-2 wrap-anywhere">
              <p>
                <RowWords row={row} now={now} />
                {row.finding.invitationId === undefined ? null : (
                  <>
                    {' '}
                    <a href={`/invitations/${row.finding.invitationId}`} className="underline underline-offset-4">
                      Open it
                    </a>
                  </>
                )}
              </p>
              {row.acknowledged === '' ? null : <p className="text-ink-muted">Goes because: “{row.acknowledged}”.</p>}
              {act?.(row)}
            </div>
          </li>
        ))}
      </ul>
      {hasNextPage ? (
        <Button size="small" className="mt-2" onClick={() => fetchNextPage()} aria-disabled={isFetching || undefined}>
          {isFetching ? 'Reading…' : 'Show more'}
        </Button>
      ) : null}
    </>
  );
}
