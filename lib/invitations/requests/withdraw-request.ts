import type { z } from 'zod';
import type { Context } from '../context';
import { fail, type Result } from '../errors';
import { can } from '../policy';
import { act, ownRequest, whatBecame } from './acting';
import type { withdrawRequestSchema } from './fields';
import type { RequestView } from './view';

/** Takes a request of one's own back, while nobody has decided it. Answers `forbidden`, `request-not-found` or `request-closed`. */
export async function withdrawRequest({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof withdrawRequestSchema>;
}): Promise<Result<RequestView>> {
  if (!can(ctx.actor, 'request.create')) return fail('forbidden');
  const own = await ownRequest(ctx, input.id);
  return own.ok ? whatBecame(ctx, await act(ctx, input.id, { type: 'withdraw', by: ctx.actor })) : own;
}
