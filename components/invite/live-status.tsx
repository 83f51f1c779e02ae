'use client';

import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { InvitationView } from '@/lib/invitations/invitation';
import { isFinal } from '@/lib/invitations/invitation';
import { nextLook } from './next-look';
import { ReadFailure, readInvitation } from './read-api';

export type Seen = { invitation: InvitationView; seenAt: number; problem: string };

/**
 * Looks after one invitation while the page is in view, less and less often, until nothing more can happen. Shows nothing
 * itself. A module of its own, loaded after an invitation was sent: nobody needs it before.
 */
export function LiveStatus(props: { invitation: InvitationView; onSeen: (seen: Seen) => void }) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <Watch {...props} />
    </QueryClientProvider>
  );
}

function Watch({ invitation, onSeen }: { invitation: InvitationView; onSeen: (seen: Seen) => void }) {
  const { data, dataUpdatedAt, error } = useQuery({
    queryKey: ['invitation', invitation.directory.id, invitation.id],
    queryFn: ({ signal }) => readInvitation(invitation.directory.id, invitation.id, signal),
    initialData: invitation,
    retry: false,
    staleTime: 1_000,
    refetchInterval: ({ state }) => {
      if (state.data !== undefined && isFinal(state.data.status)) return false;
      // Nobody is signed in, or may not read it: asking again will not change that; a reload will.
      if (state.error instanceof ReadFailure && (state.error.status === 401 || state.error.status === 403))
        return false;
      return nextLook(state.dataUpdateCount + state.errorUpdateCount);
    },
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: ({ state }) => state.data === undefined || !isFinal(state.data.status),
  });
  const problem = error === null ? '' : error.message;
  useEffect(() => onSeen({ invitation: data, seenAt: dataUpdatedAt, problem }), [data, dataUpdatedAt, problem, onSeen]);
  return null;
}
