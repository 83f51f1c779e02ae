import type { SystemContext } from './context';
import type { DirectoryError } from './errors';
import type { UpstreamInvitation } from './ports';

/** Every status, PENDING first: an invitation that changes while we read can then only move to where we have yet to look. */
const ORDER = ['pending', 'accepted', 'revoked', 'expired'] as const;
const PAGE_SIZE = 100;
/** A bound against an upstream that never stops handing out page tokens: 1,000,000 invitations a status. */
const MAX_PAGES = 10_000;

export type DirectoryRead =
  /** `found`: empty where the pages went to `onPage`. */
  | { ok: true; startedAt: Date; complete: boolean; found: Map<string, UpstreamInvitation> }
  | { ok: false; error: DirectoryError };

/**
 * Reads a whole directory. It is complete when every page of every status came and no id that the ledger knows was missed;
 * one that was (the order is not stable, and pages shift) is asked for by itself, which settles the doubt. What `onPage` takes
 * is not kept: a directory may be larger than memory should be.
 */
export async function readDirectory(
  ctx: SystemContext,
  directoryId: string,
  onPage?: (page: UpstreamInvitation[]) => Promise<void>,
): Promise<DirectoryRead> {
  const startedAt = await ctx.ledger.now();
  // Those that no page has shown yet.
  const known = await ctx.ledger.knownIds(directoryId);
  const found = new Map<string, UpstreamInvitation>();
  const take = async (page: UpstreamInvitation[]): Promise<void> => {
    for (const { id } of page) known.delete(id);
    if (onPage === undefined) for (const each of page) found.set(each.id, each);
    else await onPage(page);
  };
  const call = { requestId: ctx.requestId };
  for (const status of ORDER) {
    let pageToken = '';
    for (let page = 0; ; page += 1) {
      if (page >= MAX_PAGES) return { ok: false, error: { code: 'malformed', message: 'The pages have no end.' } };
      const query = { directoryId, status, pageSize: PAGE_SIZE, pageToken };
      const answer = await ctx.directory.searchInvitations(query, call);
      if (!answer.ok) return answer;
      await take(answer.value.items);
      pageToken = answer.value.nextPageToken;
      if (pageToken === '') break;
    }
  }
  let complete = true;
  for (const id of known) {
    const answer = await ctx.directory.getInvitation(directoryId, id, call);
    if (answer.ok) await take([answer.value]);
    else if (answer.error.code !== 'not-found') complete = false;
  }
  return { ok: true, startedAt, complete, found };
}
