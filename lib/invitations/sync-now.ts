import { z } from 'zod';
import type { Context } from './context';
import { fail, ok, type Result } from './errors';
import { can } from './policy';
import { type Synced, sync } from './sync';

export const syncNowSchema = z.strictObject({});

/** Longer than this nobody looks at a button; the work goes on behind it. */
const PATIENCE_MS = 8_000;

/** `null`: a sync is under way, begun by this or by somebody else. */
export type SyncAnswer = { done: Pick<Synced, 'seen' | 'added' | 'changed'> | null };

/** Brings the copy up to date at once. Answers `forbidden`, or `upstream-unavailable` when a directory could not be read. */
export async function syncNow({ ctx }: { ctx: Context }): Promise<Result<SyncAnswer>> {
  if (!can(ctx.actor, 'sync.run')) return fail('forbidden');
  const allowance = await ctx.rateLimit.take('check', ctx.actor.subject);
  if (!allowance.ok) return fail('too-many-requests', { retryAfterMs: allowance.retryAfterMs });
  const run = sync(ctx);
  run.catch((error: unknown) => ctx.log.error('sync.broke-off', { error }));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  const synced = await Promise.race([run, late]).finally(() => clearTimeout(timer));
  if (synced === null) return ok({ done: null });
  const { seen, added, changed, failed } = synced;
  return failed.length > 0 ? fail('upstream-unavailable') : ok({ done: { seen, added, changed } });
}
