import type { SystemContext } from '../context';
import type { Place } from '../cursor';
import { upToDate } from './up-to-date';

const SLICE = 100;

/** Asks the policy that holds anew about every request that waits, so that whoever it asks by now hears of it; woken by the schedule. */
export async function rejudgeRequests(ctx: SystemContext): Promise<void> {
  const version = await ctx.policy.fresh();
  for (let after: Place | null = null; ; ) {
    const slice = await ctx.requests.waiting({ after, limit: SLICE });
    for (const request of slice) await upToDate(ctx, version, request);
    const last = slice.at(-1);
    if (last === undefined || slice.length < SLICE) return;
    after = { key: last.createdAt.toISOString(), id: last.id };
  }
}
