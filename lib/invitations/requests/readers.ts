import type { Context } from '../context';
import { can } from '../policy';
import { type Decider, fits } from './approvers';
import type { RequestRecord } from './record';

/** Whether somebody looks after requests in general, and not only after those that name them. */
export const isDesk = (ctx: Context): boolean => can(ctx.actor, 'invitation.create');

/**
 * Who may see a request: whoever asked, whoever has a word in it or had one, and the desk. To everybody else it is as good
 * as none.
 */
export const mayRead = (ctx: Context, request: RequestRecord, reader: Decider): boolean =>
  request.requester.subject === ctx.actor.subject ||
  request.decision?.by.subject === ctx.actor.subject ||
  isDesk(ctx) ||
  request.approvers.some((entry) => fits(entry, reader, request.content.sponsorUserId));
