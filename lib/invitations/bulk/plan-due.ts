import type { SystemContext } from '../context';
import { inviterOf } from '../rules/judge';
import { plan } from './plan';

/** A plan of no more rows than these is made while its maker waits: it is there sooner than a job would begin. */
export const AT_ONCE = 500;

/** Plans what is to be planned, one replica at a time for each. */
export async function planDue(ctx: SystemContext): Promise<void> {
  for (const id of await ctx.plans.due()) await planOne(ctx, id);
}

/**
 * Makes the plan of one batch from its beginning, as one that was cut off does too. Ends without one when another replica is at
 * it, or the batch is changed meanwhile; when names are not to be had it stays to be planned, and is tried again.
 */
export async function planOne(ctx: SystemContext, id: string): Promise<void> {
  await ctx.ledger.exclusively(`plan.${id}`, async () => {
    const planning = await ctx.plans.begin(id);
    if (planning === null) return;
    const { batch } = planning;
    const made = await plan(ctx, batch, inviterOf(batch.actor), (steps) =>
      ctx.plans.save(
        planning,
        steps.map(({ classed }) => classed),
      ),
    );
    if (!made.ok) ctx.log.warn('plan.waits', { batch: id, code: made.failure.code });
    else if (made.value !== null) await ctx.plans.finish(planning, made.value);
  });
}
