'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { ReadFailure, read } from '@/components/invite/read-api';
import type { BatchState } from '@/lib/invitations/bulk/batch';
import { PlanQueries } from './plan-queries';

type Progress = { state: BatchState; rows: number; plannedRows: number };
type Props = { id: string; rows: number; plannedRows: number };

const LOOK_MS = 500;
/** A plan that has not begun by then waits for something. */
const LONG_MS = 15_000;

/** How far planning has come, and the plan itself once it is there. */
export const PlanProgress = (props: Props) => (
  <PlanQueries>
    <Watch {...props} />
  </PlanQueries>
);

function Watch({ id, rows, plannedRows }: Props) {
  const router = useRouter();
  const { data, error } = useQuery({
    queryKey: ['plan', id],
    queryFn: ({ signal }) => read<Progress>(`/api/imports/${id}/plan`, 'plan', signal),
    initialData: { state: 'planning' as const, rows, plannedRows },
    retry: false,
    // Nobody is signed in, or it is gone: asking again will not change that; a reload says what it is.
    refetchInterval: ({ state }) =>
      (state.error instanceof ReadFailure && state.error.status >= 400 && state.error.status < 500) ||
      state.data?.state !== 'planning'
        ? false
        : LOOK_MS,
  });
  const over = data.state !== 'planning';
  useEffect(() => {
    if (over) router.refresh();
  }, [over, router]);
  const slow = useSlow(data.plannedRows === 0);
  return (
    <div className="grid max-w-words gap-3" aria-busy={!over}>
      <p className="font-medium" id="planning">
        Looking at each row
      </p>
      <progress
        aria-labelledby="planning"
        value={data.plannedRows}
        max={Math.max(1, data.rows)}
        className="h-2 w-full overflow-hidden rounded-full [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
      />
      <p className="text-ink-muted text-sm tabular-nums">
        {data.plannedRows.toLocaleString('en')} of {data.rows.toLocaleString('en')} rows. Nothing is sent by this; you
        can close the page and come back.
      </p>
      <p role="status" className="text-sm empty:hidden">
        {error !== null
          ? error.message
          : slow && !over
            ? 'This takes longer than usual: ConductorOne may not be answering. It goes on by itself.'
            : ''}
      </p>
    </div>
  );
}

/** Whether nothing has happened for a while. */
function useSlow(waiting: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!waiting) {
      setSlow(false);
      return;
    }
    const timer = setTimeout(() => setSlow(true), LONG_MS);
    return () => clearTimeout(timer);
  }, [waiting]);
  return slow;
}
