import type { z } from 'zod';
import { type Context, callOf } from '../context';
import { fail, failFromDirectory, ok, type Result } from '../errors';
import { grantsInWords } from '../invite-form';
import { can } from '../policy';
import { domainOf } from '../rules/evaluate';
import { standingOf } from '../standing';
import { deciderOf } from './deciders';
import type { showRequestSchema } from './fields';
import { judgeDecision, withGrants } from './judging';
import { mayRead } from './readers';
import type { RequestRecord } from './record';
import { messageView, requestView } from './request-view';
import { upToDate } from './up-to-date';
import type { DecideHindrance, RequestDetail } from './view';

/**
 * One request with the facts that decide: what its requester asked for before, whether the domain is known, who has the
 * address already, and what the policy says of it now. Its requester sees it too, without what is known of others. Answers
 * `forbidden`, `request-not-found`, or an `upstream-…` code.
 */
export async function showRequest({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof showRequestSchema>;
}): Promise<Result<RequestDetail>> {
  if (!can(ctx.actor, 'request.create')) return fail('forbidden');
  const [found, reader, version] = await Promise.all([ctx.requests.byId(input.id), deciderOf(ctx), ctx.policy.fresh()]);
  if (found === null) return fail('request-not-found');
  const request = await upToDate(ctx, version, found);
  if (!mayRead(ctx, request, reader)) return fail('request-not-found');
  const granting = withGrants(ctx, version);
  const { content } = request;
  const [view, verdict, roles, messages, history, domainSeen, standing, now] = await Promise.all([
    requestView(granting, request, reader),
    judgeDecision(ctx, version, request, { by: reader, sends: content, grants: granting.grants }),
    ctx.catalog.roles(callOf(ctx)),
    ctx.requests.messages(request.id),
    ctx.requests.history(request.requester.subject),
    ctx.requests.domainSeen(domainOf(content.email)),
    request.requester.subject === ctx.actor.subject ? null : standingIn(ctx, request),
    ctx.ledger.now(),
  ]);
  if (!verdict.ok) return verdict;
  if (!roles.ok) return failFromDirectory(roles.error);
  const wanted = new Set(content.roleIds);
  return ok({
    request: { ...view, hindrance: hindranceNow(view.hindrance, verdict.value.couldSend) },
    messages: messages.map((message) => messageView(ctx, message)),
    reasons: verdict.value.because,
    history,
    domainSeen,
    standing: standing ?? { person: null, invitation: null },
    roles: roles.value
      .filter(({ id }) => wanted.has(id))
      .map((role) => ({ id: role.id, name: role.displayName || role.name || role.id, grants: grantsInWords(role) })),
    warnings: [],
    acknowledged: request.acknowledged,
    now: now.toISOString(),
  });
}

/** The view has looked at the roles; the policy may refuse the whole of it to this reader. */
const hindranceNow = (seen: DecideHindrance | null, couldSend: boolean): DecideHindrance | null =>
  seen === null && !couldSend ? 'more-than-own-grants' : seen;

async function standingIn(
  ctx: Context,
  { content, kind, reissues }: RequestRecord,
): Promise<RequestDetail['standing']> {
  const found = await standingOf(ctx, content);
  switch (found.kind) {
    case 'new':
      return { person: null, invitation: null };
    case 'user':
      return { person: found.person, invitation: null };
    case 'invited':
      // The one that is to be sent again stands in nobody's way.
      return {
        person: null,
        invitation: kind === 'reissue' && found.invitation.ledger?.id === reissues ? null : found.invitation,
      };
  }
}
