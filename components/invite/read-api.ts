import type { ShownFailure } from '@/lib/action-state';
import type { InviteValues } from '@/lib/invitations/fields';
import type { InvitationView, PersonView } from '@/lib/invitations/invitation';
import type { Outlook } from '@/lib/invitations/rules/verdict';

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
export async function read<T>(path: string, name: string, signal: AbortSignal, post?: object): Promise<T> {
  let response: Response;
  const headers = { Accept: 'application/json' };
  const body = post === undefined ? {} : { method: 'POST', body: JSON.stringify(post) };
  try {
    response = await fetch(path, { signal, headers, ...body });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ReadFailure('Usher cannot be reached. Check your connection.', 0);
  }
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (response.ok && name in answer) return answer[name] as T;
  const failure = answer.error as Partial<ShownFailure> | undefined;
  throw new ReadFailure(failure?.words?.what ?? 'Usher did not answer as expected.', response.status);
}

/** People who can be a sponsor. */
export const searchSponsors = (query: string, signal: AbortSignal): Promise<PersonView[]> =>
  read('/api/sponsors?'.concat(new URLSearchParams({ query }).toString()), 'people', signal);

/** What the policy, the ledger and the lookalike guard say of a form as far as it is filled. */
export type Asked = Pick<
  InviteValues,
  'email' | 'displayName' | 'directoryId' | 'roleIds' | 'sponsorUserId' | 'purpose' | 'ticket'
>;

/** What would become of the invitation; null while there is no address to say it of. */
export const readOutlook = (asked: Asked, signal: AbortSignal): Promise<Outlook | null> =>
  read('/api/outlook', 'outlook', signal, asked);

/** One invitation as it stands now. */
export const readInvitation = (directoryId: string, id: string, signal: AbortSignal): Promise<InvitationView> =>
  read(`/api/invitations/${encodeURIComponent(directoryId)}/${encodeURIComponent(id)}`, 'invitation', signal);
