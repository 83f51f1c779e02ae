import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { humanOf } from '../policy';
import { deciderOf } from './deciders';
import type { RequestRecord } from './record';
import { alreadyRequested, refusalOf } from './refusals';
import { requestView } from './request-view';
import type { Applied, PlainEvent, RequestFacts } from './requests';
import type { RequestView } from './view';

/** A request of the actor's own; another's is as good as none. */
export async function ownRequest(ctx: Context, id: string): Promise<Result<RequestRecord>> {
  const request = await ctx.requests.byId(id);
  return request?.requester.subject === ctx.actor.subject ? ok(request) : fail('request-not-found');
}

/** Applies the actor's event. */
export const act = (
  ctx: Context,
  id: string,
  event: PlainEvent,
  facts: Partial<Omit<RequestFacts, 'actor' | 'requestId'>> = {},
): Promise<Applied> =>
  ctx.requests.apply(id, event, { words: '', ...facts, actor: humanOf(ctx.actor), requestId: ctx.requestId });

/** What became of the request, for whoever acted on it. */
export async function whatBecame(ctx: Context, done: Applied): Promise<Result<RequestView>> {
  switch (done.kind) {
    case 'applied':
      return ok(await requestView(ctx, done.request, await deciderOf(ctx)));
    case 'refused':
      return refusalOf(done.why, done.request);
    case 'live':
      return alreadyRequested(done.request);
    case 'missing':
      return fail('request-not-found');
  }
}
