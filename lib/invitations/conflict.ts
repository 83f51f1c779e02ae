import type { SystemContext } from './context';
import { emailKey } from './email';
import { type AttemptRecord, leaseOwner, sentWith } from './ledger';
import { matching } from './match';
import type { CreateInvitation, UpstreamInvitation } from './ports';
import type { Event } from './protocol';

const PAGE_SIZE = 100;
const MAX_PAGES = 10_000;

/**
 * What a 409 means for a create: the upstream says that this person has an open invitation. It may be ours (a proxy that
 * repeats requests), so look before saying that it is another's. Another's is
 * answered in `inTheWay`.
 */
export async function afterConflict(
  ctx: SystemContext,
  attempt: AttemptRecord,
  content: CreateInvitation | null,
): Promise<{ event: Event; upstream: { upstream?: UpstreamInvitation }; inTheWay: UpstreamInvitation[] }> {
  const owner = leaseOwner(attempt);
  const open = content === null ? null : await openFor(ctx, content);
  if (open === null || content === null) {
    const now = (await ctx.ledger.now()).getTime();
    return { event: { type: 'lost', owner, now }, upstream: {}, inTheWay: [] };
  }
  const [only, ...more] = matching(open, sentWith(attempt, content)).candidates;
  if (only !== undefined && more.length === 0) {
    return { event: { type: 'answered', upstreamId: only.id }, upstream: { upstream: only }, inTheWay: [] };
  }
  return { event: { type: 'refused', owner, code: 'conflict' }, upstream: {}, inTheWay: open };
}

/** The open invitations of a person upstream; null when not all pages could be read. */
async function openFor(ctx: SystemContext, content: CreateInvitation): Promise<UpstreamInvitation[] | null> {
  const key = emailKey(content.email);
  const found: UpstreamInvitation[] = [];
  let pageToken = '';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await ctx.directory.searchInvitations(
      { directoryId: content.directoryId, status: 'pending', pageSize: PAGE_SIZE, pageToken },
      { requestId: ctx.requestId },
    );
    if (!answer.ok) return null;
    found.push(...answer.value.items.filter((each) => emailKey(each.email) === key));
    pageToken = answer.value.nextPageToken;
    if (pageToken === '') return found;
  }
  return null;
}
