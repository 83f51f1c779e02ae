import { z } from 'zod';
import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { can } from '../policy';
import { type BatchRow, type BatchState, MAX_BATCH_ROWS, type PlanRow, ROW_CLASSES } from './batch';
import type { batchIdSchema } from './show-batch';

const PAGE = 50;

export const planRowsSchema = z.strictObject({
  id: z.uuid('This is not an import.'),
  /** `changed`: those that the plan says anew since it was shown. */
  of: z.enum([...ROW_CLASSES, 'changed']),
  after: z.coerce.number<string>().int().min(0).max(MAX_BATCH_ROWS),
});

export type PlanRows = { rows: PlanRow[]; next: number | null };

/** The rows of one class, in order, a page at a time. Answers `forbidden` and `batch-not-found`. */
export async function listPlanRows({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof planRowsSchema>;
}): Promise<Result<PlanRows>> {
  if (!can(ctx.actor, 'batch.read')) return fail('forbidden');
  const batch = await ctx.batches.byId(input.id);
  if (batch === null || batch.state === 'reading') return fail('batch-not-found');
  const filter = input.of === 'changed' ? { onlyChanged: true } : { classes: [input.of] };
  const found = await ctx.batches.rows(batch.id, { filter, after: input.after, limit: PAGE + 1 });
  const rows = found.slice(0, PAGE);
  return ok({ rows: rows.map(planRow), next: found.length > PAGE ? (rows.at(-1)?.number ?? null) : null });
}

const planRow = ({ number, content, acknowledged, class: of, finding, targetId }: BatchRow): PlanRow => ({
  number,
  email: content.email,
  displayName: content.displayName,
  acknowledged,
  class: of,
  finding,
  targetId,
});

export type PlanProgress = { state: BatchState; rows: number; plannedRows: number };

/** How far a plan has come. Answers `forbidden` and `batch-not-found`. */
export async function planProgress({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof batchIdSchema>;
}): Promise<Result<PlanProgress>> {
  if (!can(ctx.actor, 'batch.read')) return fail('forbidden');
  const batch = await ctx.batches.byId(input.id);
  if (batch === null || batch.state === 'reading') return fail('batch-not-found');
  const { state, rows, plannedRows } = batch;
  return ok({ state, rows, plannedRows });
}
