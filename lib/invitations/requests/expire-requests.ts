import type { SystemContext } from '../context';

/** Ends requests that nobody decided in time; woken by the schedule. Answers how many. */
export async function expireRequests(ctx: SystemContext): Promise<number> {
  const ended = await ctx.requests.expire(ctx.requestId);
  if (ended > 0) ctx.log.info('requests.expired', { ended });
  return ended;
}
