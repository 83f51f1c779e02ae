import type { z } from 'zod';
import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { can } from '../policy';
import type { PlanShape } from './batch';
import type { batchIdSchema } from './show-batch';

/** What a plan's page shows besides the batch and its counts. Answers `forbidden`. */
export async function showPlan({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'actor' | 'plans'>;
  input: z.output<typeof batchIdSchema>;
}): Promise<Result<PlanShape>> {
  return can(ctx.actor, 'batch.read') ? ok(await ctx.plans.shape(input.id)) : fail('forbidden');
}
