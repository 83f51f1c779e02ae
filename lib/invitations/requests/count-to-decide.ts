import type { Context } from '../context';
import { can } from '../policy';
import { deciderOf } from './deciders';
import { waitsFor } from './list-requests';
import { upToDate } from './up-to-date';

/** Nobody needs to know exactly beyond this: the oldest are looked at, and there is enough to do. */
const LOOKED_AT = 100;

/** How many requests wait for this reader's word, and not for an answer first; null where it is not known. */
export async function countToDecide({ ctx }: { ctx: Context }): Promise<number | null> {
  if (!can(ctx.actor, 'request.decide')) return null;
  try {
    const waiting = await ctx.requests.waiting({ after: null, limit: LOOKED_AT });
    if (waiting.length === 0) return 0;
    const [reader, version, now] = await Promise.all([deciderOf(ctx), ctx.policy.current(), ctx.ledger.now()]);
    const judged = await Promise.all(waiting.map((request) => upToDate(ctx, version, request)));
    return judged.filter((request) => request.state === 'open' && waitsFor(request, reader, now)).length;
  } catch (error) {
    ctx.log.warn('requests.not-counted', { requestId: ctx.requestId, error });
    return null;
  }
}
