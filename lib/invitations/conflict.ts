import type { SystemContext } from './context';
import { emailKey } from './email';
import { type AttemptRecord, leaseOwner, sentWith } from './ledger';
import { matching } from './match';
import type { CreateInvitation, UpstreamInvitation } from './ports';
import type { Event } from './protocol';
import { readStatus } from './read-directory';

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
  const problem = await readStatus(ctx, content.directoryId, 'pending', (page) => {
    found.push(...page.filter((each) => emailKey(each.email) === key));
  });
  return problem === null ? found : null;
}
