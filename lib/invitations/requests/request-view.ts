import type { Context } from '../context';
import { callOf } from '../context';
import { shownState } from '../desk';
import { namesOf } from '../names';
import { grantableRoles } from '../policy';
import { approversInWords, type Decider, fitsAll } from './approvers';
import { lifeOf, REQUEST_RULES } from './protocol';
import type { RequestMessage, RequestRecord } from './record';
import type { DecideHindrance, RequestMessageView, RequestView } from './view';

/** Requests as pages show them, to this reader. `ctx.grants` are those that hold, the policy's included. */
export async function requestViews(
  ctx: Context,
  requests: readonly RequestRecord[],
  reader: Decider,
): Promise<RequestView[]> {
  if (requests.length === 0) return [];
  const [names, roles, now] = await Promise.all([namesOf(ctx), ctx.catalog.roles(callOf(ctx)), ctx.ledger.now()]);
  const grantable = new Set(roles.ok ? grantableRoles(ctx.actor, roles.value, ctx.grants).map(({ id }) => id) : []);
  return Promise.all(
    requests.map(async (request) => {
      const { content, decision } = request;
      return {
        id: request.id,
        kind: request.kind,
        state: request.state,
        revision: request.revision,
        contentHash: request.contentHash,
        email: content.email,
        displayName: content.displayName,
        directory: { id: content.directoryId, name: names.directory(content.directoryId) },
        roles: content.roleIds.map((id) => ({ id, name: names.role(id) })),
        sponsor:
          content.sponsorUserId === ''
            ? null
            : { id: content.sponsorUserId, name: request.sponsorName || content.sponsorUserId },
        purpose: content.purpose,
        ticket: content.ticket,
        wantedUntil: request.wantedUntil,
        requester: { name: request.requester.name, email: request.requester.email },
        approvers: approversInWords(request.approvers, request.sponsorName),
        decision:
          decision === null
            ? null
            : {
                by: decision.by.name,
                at: decision.at.toISOString(),
                words: decision.words,
                changes: decision.changes.map((change) =>
                  change.field === 'roleIds'
                    ? { ...change, from: inNames(change.from, names.role), to: inNames(change.to, names.role) }
                    : change,
                ),
              },
        invitation: request.invitationId === null ? null : await invitationOf(ctx, request.invitationId, now),
        createdAt: request.createdAt.toISOString(),
        updatedAt: request.updatedAt.toISOString(),
        expiresAt: request.expiresAt.toISOString(),
        mine: request.requester.subject === ctx.actor.subject,
        hindrance: hindranceOf(request, reader, grantable, now),
      };
    }),
  );
}

/** One request as its reader sees it. */
export async function requestView(ctx: Context, request: RequestRecord, reader: Decider): Promise<RequestView> {
  const [view] = await requestViews(ctx, [request], reader);
  if (view === undefined) throw new Error('one request makes one view');
  return view;
}

/** Lists of role ids are kept as one text; names are the upstream's and may change. */
const inNames = (ids: string, name: (id: string) => string): string =>
  ids
    .split(' ')
    .filter((id) => id !== '')
    .map(name)
    .join(', ');

async function invitationOf(ctx: Context, id: string, now: Date): Promise<RequestView['invitation']> {
  const record = await ctx.ledger.byId(id);
  if (record === null) return null;
  const expiresAt = record.upstream?.expiresAt ?? '';
  return { id, state: shownState(record.state, expiresAt, now.getTime()), expiresAt };
}

/** What can be told without asking the policy anew; the decision itself asks it. */
function hindranceOf(
  request: RequestRecord,
  reader: Decider,
  grantable: ReadonlySet<string>,
  now: Date,
): DecideHindrance | null {
  const life = lifeOf(request);
  if (!REQUEST_RULES.isLive(life) || !REQUEST_RULES.isInTime(life, now.getTime())) return 'closed';
  if (!REQUEST_RULES.isAnothers(life, reader)) return 'own';
  if (!fitsAll(request.approvers, reader, request.content.sponsorUserId)) return 'not-an-approver';
  return request.content.roleIds.some((id) => !grantable.has(id)) ? 'more-than-own-grants' : null;
}

export const messageView = (ctx: Context, { number, at, author, kind, text }: RequestMessage): RequestMessageView => ({
  number,
  at: at.toISOString(),
  author: author.name,
  mine: author.subject === ctx.actor.subject,
  kind,
  text,
});
