import type { ShownFailure } from '@/lib/action-state';
import type { InvitationView, PersonView, Standing } from '@/lib/invitations/invitation';

/** A read that failed, with the sentence to show for it. */
export class ReadFailure extends Error {
  constructor(
    readonly sentence: string,
    readonly status: number,
  ) {
    super(sentence);
  }
}

/** Our own JSON reads. Throws `ReadFailure`, or the signal's abort. */
async function read<T>(path: string, name: string, signal: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { signal, headers: { Accept: 'application/json' } });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ReadFailure('Usher cannot be reached. Check your connection.', 0);
  }
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (response.ok && name in body) return body[name] as T;
  const failure = body.error as Partial<ShownFailure> | undefined;
  throw new ReadFailure(failure?.words?.what ?? 'Usher did not answer as expected.', response.status);
}

/** People who can be a sponsor. */
export const searchSponsors = (query: string, signal: AbortSignal): Promise<PersonView[]> =>
  read('/api/sponsors?'.concat(new URLSearchParams({ query }).toString()), 'people', signal);

/** Whether an address is known already. */
export const readStanding = (email: string, directoryId: string, signal: AbortSignal): Promise<Standing> =>
  read('/api/standing?'.concat(new URLSearchParams({ email, directoryId }).toString()), 'standing', signal);

/** One invitation as it stands now. */
export const readInvitation = (directoryId: string, id: string, signal: AbortSignal): Promise<InvitationView> =>
  read(`/api/invitations/${encodeURIComponent(directoryId)}/${encodeURIComponent(id)}`, 'invitation', signal);
