import type { z } from 'zod';
import type { Context } from '../context';
import { decodeCursor, encodeCursor, type Place } from '../cursor';
import { fail, ok, type Result } from '../errors';
import { can } from '../policy';
import { type Decider, fitsAll } from './approvers';
import { deciderOf } from './deciders';
import type { listRequestsSchema } from './fields';
import { withGrants } from './judging';
import { lifeOf, REQUEST_RULES } from './protocol';
import { mayRead } from './readers';
import type { RequestRecord } from './record';
import { requestViews } from './request-view';
import { upToDate } from './up-to-date';
import type { RequestPage } from './view';

const PAGE_ROWS = 50;
/** Who may see a request is told one by one; a page does not look through more than this for its rows. */
const MOST_SLICES = 20;
const SLICE = 100;

/**
 * A page of requests: those that wait for this reader's word, or all that wait, oldest first; or those that are over, newest
 * first. The desk sees all of them, others those that they have a word in. Answers `forbidden`, or `invalid-input` for a
 * cursor of another list.
 */
export async function listRequests({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof listRequestsSchema>;
}): Promise<Result<RequestPage>> {
  if (!can(ctx.actor, 'request.decide')) return fail('forbidden');
  const { filter, after } = input;
  const sort = filter === 'decided' ? 'newest' : 'oldest';
  const place = after === '' ? null : decodeCursor(sort, after);
  if (after !== '' && place === null) {
    return fail('invalid-input', { fields: { after: 'This page of the list does not exist. Start at the first.' } });
  }
  const [reader, version, now] = await Promise.all([deciderOf(ctx), ctx.policy.current(), ctx.ledger.now()]);
  const isShown = (request: RequestRecord) =>
    filter === 'mine-to-decide' ? waitsFor(request, reader, now) : mayRead(ctx, request, reader);
  const found: RequestRecord[] = [];
  let from = place;
  for (let slices = 0; slices < MOST_SLICES && found.length <= PAGE_ROWS; slices += 1) {
    const slice = { after: from, limit: SLICE };
    const read = await (filter === 'decided' ? ctx.requests.closed(slice) : ctx.requests.waiting(slice));
    const judged = await Promise.all(read.map((request) => upToDate(ctx, version, request)));
    found.push(...judged.filter(isShown));
    const last = read.at(-1);
    if (read.length < SLICE || last === undefined) {
      from = null;
      break;
    }
    from = placeOf(last, filter);
  }
  const shown = found.slice(0, PAGE_ROWS);
  const last = shown.at(-1);
  const next = found.length > PAGE_ROWS && last !== undefined ? placeOf(last, filter) : from;
  return ok({
    requests: await requestViews(withGrants(ctx, version), shown, reader),
    next: next === null ? null : encodeCursor(sort, next),
    now: now.toISOString(),
  });
}

const placeOf = ({ id, createdAt, updatedAt }: RequestRecord, filter: string): Place => ({
  key: (filter === 'decided' ? updatedAt : createdAt).toISOString(),
  id,
});

/** Waits for this reader's word: another's, in time, and the policy asks them. */
function waitsFor(request: RequestRecord, reader: Decider, now: Date): boolean {
  const life = lifeOf(request);
  return (
    REQUEST_RULES.isInTime(life, now.getTime()) &&
    REQUEST_RULES.isAnothers(life, reader) &&
    fitsAll(request.approvers, reader, request.content.sponsorUserId)
  );
}
