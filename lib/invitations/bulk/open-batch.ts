import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { can } from '../policy';
import type { Batch } from './batch';
import { CHANGEABLE, type RowCounts } from './batches';
import type { SameMistake } from './grid';

/** What a change of a draft answers. */
export type Mended = { counts: RowCounts; changed: number; same: SameMistake | null };

/** The batch, where this actor may change it and its rows are people. Answers `forbidden`, `batch-not-found`, `batch-closed`. */
export async function openBatch(ctx: Pick<Context, 'actor' | 'batches'>, id: string): Promise<Result<Batch>> {
  if (!can(ctx.actor, 'batch.manage')) return fail('forbidden');
  const batch = await ctx.batches.byId(id);
  if (batch === null || batch.state === 'reading') return fail('batch-not-found');
  const open = (CHANGEABLE as readonly string[]).includes(batch.state) && batch.kind === 'invite';
  return open ? ok(batch) : fail('batch-closed');
}

/** How a write ended: `changed` is null where somebody was faster, and nothing may be changed any more. */
export async function mended(
  ctx: Pick<Context, 'batches'>,
  id: string,
  changed: number | null,
  same: SameMistake | null = null,
): Promise<Result<Mended>> {
  if (changed === null) return fail('batch-closed');
  return ok({ counts: await ctx.batches.counts(id), changed, same });
}
