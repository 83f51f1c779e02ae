import type { z } from 'zod';
import { type Context, callOf, canSponsor } from '../context';
import { fail, failFromDirectory, ok, type Result } from '../errors';
import { can, humanOf } from '../policy';
import type { handOverSchema } from './fields';
import { requestHash } from './hash';
import type { RequestRecord } from './record';
import type { Handed, HandOver } from './requests';

const ROUNDS = 3;

/**
 * Hands all guests of one sponsor to another enabled human: their invitations get a keeper, their open requests another
 * sponsor (and with it another revision, which somebody has to look at again). What was sent keeps the sponsor it was sent
 * with. Answers `forbidden`, `invalid-input`, or an `upstream-…` code.
 */
export async function handOver({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof handOverSchema>;
}): Promise<Result<Handed>> {
  if (!can(ctx.actor, 'sponsor.hand-over')) return fail('forbidden');
  const [from, to] = await Promise.all([
    ctx.catalog.person(input.fromUserId, callOf(ctx)),
    ctx.catalog.person(input.toUserId, callOf(ctx)),
  ]);
  if (!to.ok) return failFromDirectory(to.error);
  if (to.value === null || !canSponsor(to.value)) {
    return fail('invalid-input', {
      fields: {
        toUserId: 'This person cannot look after guests: the account is gone, disabled or not a human. Choose another.',
      },
    });
  }
  const keeper = { id: to.value.id, name: to.value.displayName || to.value.email };
  const change = {
    // Somebody who is gone upstream has no name any more; the id will do.
    from: { id: input.fromUserId, name: (from.ok ? from.value?.displayName : undefined) ?? '' },
    to: keeper,
    actor: humanOf(ctx.actor),
    requestId: ctx.requestId,
  };
  const handed: Handed = { invitations: 0, requests: 0 };
  // A request that is edited in the same moment is met in the next round.
  for (let round = 0; round < ROUNDS; round += 1) {
    const waiting = await ctx.requests.ofSponsor(input.fromUserId);
    if (round > 0 && waiting.length === 0) break;
    const done = await ctx.requests.handOver({
      ...change,
      requests: await Promise.all(waiting.map(withSponsor(keeper.id))),
    });
    handed.invitations += done.invitations;
    handed.requests += done.requests;
  }
  return ok(handed);
}

const withSponsor =
  (sponsorUserId: string) =>
  async (request: RequestRecord): Promise<HandOver['requests'][number]> => {
    const content = { ...request.content, sponsorUserId };
    return {
      id: request.id,
      revision: request.revision,
      content,
      contentHash: await requestHash({ ...request, content }),
    };
  };
