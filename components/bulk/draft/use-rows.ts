'use client';

import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { read } from '@/components/invite/read-api';
import { type GridRow, WINDOW } from '@/lib/invitations/bulk/grid';

/** Windows that are kept beyond those in sight: what was just looked at is there at once, and 20,000 rows never are. */
const KEPT = 12;
/** Whoever drags through thousands of rows does not want those on the way. */
const PAUSE_MS = 60;
const FRESH_MS = 60_000;

const NONE: readonly number[] = [];

export type Rows = ReturnType<typeof useRows>;

/**
 * The rows of a draft as one looks at them: all their numbers, and the rows themselves in windows, as they come into sight.
 * With `onlyProblems` the lines stay the same while one mends them; `renew` asks anew which there are.
 */
export function useRows(batchId: string, onlyProblems: boolean) {
  const client = useQueryClient();
  const base = `/api/imports/${encodeURIComponent(batchId)}`;
  const only = onlyProblems ? 'problems' : '';
  const numbered = useQuery({
    queryKey: ['numbers', batchId, only],
    queryFn: ({ signal }) => read<number[]>(`${base}/numbers?only=${only}`, 'numbers', signal),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    placeholderData: keepPreviousData,
    retry: 1,
  });
  const numbers = numbered.data ?? NONE;
  const version = numbered.dataUpdatedAt;
  const keyOf = useCallback((window: number) => ['rows', batchId, only, version, window], [batchId, only, version]);

  const [seen, setSeen] = useState<Range>({ first: 0, last: 0 });
  const windows = useAsked(seen);
  const results = useQueries({
    queries: windows
      .filter((window) => window * WINDOW < numbers.length)
      .map((window) => ({
        queryKey: keyOf(window),
        queryFn: ({ signal }: { signal: AbortSignal }) => {
          const wanted = numbers.slice(window * WINDOW, (window + 1) * WINDOW);
          return read<GridRow[]>(`${base}/rows?numbers=${wanted.join(',')}`, 'rows', signal);
        },
        // They are read from the cache, which the library cannot see.
        notifyOnChangeProps: ['data' as const, 'error' as const],
        staleTime: FRESH_MS,
        gcTime: FRESH_MS,
        retry: 1,
      })),
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: each time that others are asked for.
  useEffect(() => {
    const cache = client.getQueryCache();
    const unseen = cache.findAll({ queryKey: ['rows', batchId], type: 'inactive' });
    unseen.sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt);
    for (const query of unseen.slice(KEPT)) cache.remove(query);
  }, [windows, batchId, client]);

  const failed = numbered.error ?? results.find(({ error }) => error !== null)?.error ?? null;
  return {
    numbers,
    loading: numbered.isPending || numbered.isPlaceholderData,
    problem: failed === null ? '' : failed.message,
    /** The row at a line; undefined while it is on its way. */
    rowAt(index: number): GridRow | undefined {
      const window = Math.floor(index / WINDOW);
      return client.getQueryData<GridRow[]>(keyOf(window))?.[index % WINDOW];
    },
    /** Says which lines are in sight. */
    look: useCallback((first: number, last: number) => {
      const next = { first: Math.floor(first / WINDOW), last: Math.floor(Math.max(first, last) / WINDOW) };
      setSeen((now) => (now.first === next.first && now.last === next.last ? now : next));
    }, []),
    /** Shows a change before the server has answered; `reload` puts what it says in its place. */
    patch(index: number, change: (row: GridRow) => GridRow) {
      client.setQueryData<GridRow[]>(keyOf(Math.floor(index / WINDOW)), (rows) =>
        rows?.map((row, at) => (at === index % WINDOW ? change(row) : row)),
      );
    },
    reload: (index: number) => client.invalidateQueries({ queryKey: keyOf(Math.floor(index / WINDOW)) }),
    /** Everything was changed, here or there: what is out of sight is forgotten, what is in sight asked for again. */
    reloadAll: () => client.invalidateQueries({ queryKey: ['rows', batchId] }),
    renew: () => client.invalidateQueries({ queryKey: ['numbers', batchId] }),
    retry: () => client.refetchQueries({ predicate: ({ state }) => state.status === 'error' }),
  };
}

type Range = { first: number; last: number };

/** The windows to ask for: those in sight once the scrolling has come to rest for a moment. */
function useAsked({ first, last }: Range): readonly number[] {
  const [asked, setAsked] = useState<readonly number[]>([0]);
  useEffect(() => {
    const timer = setTimeout(
      () => setAsked(Array.from({ length: last - first + 1 }, (_none, at) => first + at)),
      PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [first, last]);
  return asked;
}
