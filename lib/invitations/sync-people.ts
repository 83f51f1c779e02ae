import type { SystemContext } from './context';

const PAGE_SIZE = 100;
/** A bound against an upstream that never stops handing out page tokens: 1,000,000 people. */
const MAX_PAGES = 10_000;

/**
 * Copies the upstream's people, page by page: who is already a user is then known when the upstream cannot be asked, and an
 * invitation made outside Usher has a sponsor with a name. Answers how many were seen; null when not all pages came.
 */
export async function syncPeople(ctx: SystemContext): Promise<number | null> {
  let seen = 0;
  let pageToken = '';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await ctx.directory.searchUsers({ pageSize: PAGE_SIZE, pageToken }, { requestId: ctx.requestId });
    if (!answer.ok) {
      ctx.log.warn('sync.people-failed', { code: answer.error.code });
      return null;
    }
    await ctx.ledger.copyPeople(answer.value.items, await ctx.ledger.now());
    seen += answer.value.items.length;
    pageToken = answer.value.nextPageToken;
    if (pageToken === '') return seen;
  }
  return null;
}
