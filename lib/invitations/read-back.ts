import { type Context, callOf } from './context';
import { sameEmail } from './email';
import type { DirectoryError } from './errors';
import type { UpstreamInvitation } from './ports';

/** Every status, PENDING first: an invitation that changes while we read can then only move to where we have yet to look. */
const ORDER = ['pending', 'accepted', 'revoked', 'expired'] as const;
const PAGE_SIZE = 100;
/** A bound against an upstream that never stops handing out page tokens: 1,000,000 invitations a status. */
const MAX_PAGES = 10_000;

/**
 * Reads the whole directory and answers all invitations for `email`. Anything but a read that was complete is an error:
 * "not found" may only be said of all pages.
 */
export async function findByEmail(
  ctx: Context,
  query: { directoryId: string; email: string; statuses?: readonly (typeof ORDER)[number][] },
): Promise<{ ok: true; found: UpstreamInvitation[] } | { ok: false; error: DirectoryError }> {
  const found = new Map<string, UpstreamInvitation>();
  for (const status of query.statuses ?? ORDER) {
    let pageToken = '';
    for (let page = 0; ; page += 1) {
      if (page >= MAX_PAGES) return { ok: false, error: { code: 'malformed', message: 'The pages have no end.' } };
      const answer = await ctx.directory.searchInvitations(
        { directoryId: query.directoryId, status, pageSize: PAGE_SIZE, pageToken },
        callOf(ctx),
      );
      if (!answer.ok) return answer;
      for (const each of answer.value.items) if (sameEmail(each.email, query.email)) found.set(each.id, each);
      pageToken = answer.value.nextPageToken;
      if (pageToken === '') break;
    }
  }
  return { ok: true, found: [...found.values()] };
}
