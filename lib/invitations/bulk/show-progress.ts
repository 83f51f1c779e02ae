import type { z } from 'zod';
import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { can } from '../policy';
import type { Batch } from './batch';
import type { RunNumbers } from './batches';
import { slowUntil } from './pace-kept';
import type { batchIdSchema } from './show-batch';

/** `slowUntil`: the upstream asks us to slow down until then. */
export type RunReport = { batch: Batch; numbers: RunNumbers; slowUntil: Date | null };

type Reader = Pick<Context, 'actor' | 'batches' | 'runs' | 'ledger'>;
type Asked = { ctx: Reader; input: z.output<typeof batchIdSchema> };

/** How far a run has come. Answers `forbidden` and `batch-not-found`. */
export async function showProgress({ ctx, input }: Asked): Promise<Result<RunReport>> {
  if (!can(ctx.actor, 'batch.read')) return fail('forbidden');
  const batch = await ctx.batches.byId(input.id);
  if (batch === null || batch.state === 'reading') return fail('batch-not-found');
  return ok({
    batch,
    numbers: await ctx.batches.numbers(batch.id),
    slowUntil: batch.state === 'running' ? slowUntil(await ctx.runs.pace(), await ctx.ledger.now()) : null,
  });
}

/** The first report, and how to get the next one for the same reader. Answers as `showProgress` does. */
export async function followProgress(
  asked: Asked,
): Promise<Result<{ first: RunReport; next: () => Promise<Result<RunReport>> }>> {
  const first = await showProgress(asked);
  return first.ok ? ok({ first: first.value, next: () => showProgress(asked) }) : first;
}
