import { z } from 'zod';
import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { can } from '../policy';
import { type BatchRow, ROW_STATES } from './batch';

const PAGE = 50;

export const outcomesSchema = z.strictObject({
  id: z.uuid('This is not an import.'),
  /** Rows in this state; "" for all. */
  state: z.union([z.literal(''), z.enum(ROW_STATES)]).catch(''),
  /** The number of the last row of the page before. */
  after: z.coerce.number().int().min(0).max(1_000_000).catch(0),
});

export type Outcomes = { rows: BatchRow[]; next: number | null };

/** What came of the rows of a run, in their order. Answers `forbidden` and `batch-not-found`. */
export async function listOutcomes({
  ctx,
  input: { id, state, after },
}: {
  ctx: Pick<Context, 'actor' | 'batches'>;
  input: z.output<typeof outcomesSchema>;
}): Promise<Result<Outcomes>> {
  if (!can(ctx.actor, 'batch.read')) return fail('forbidden');
  if ((await ctx.batches.byId(id)) === null) return fail('batch-not-found');
  const filter = state === '' ? {} : { states: [state] };
  const found = await ctx.batches.rows(id, { filter, after, limit: PAGE + 1 });
  const rows = found.slice(0, PAGE);
  return ok({ rows, next: found.length > PAGE ? (rows.at(-1)?.number ?? null) : null });
}
