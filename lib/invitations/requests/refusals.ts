import { type Failure, fail } from '../errors';
import type { Refusal } from './protocol';
import type { RequestRecord } from './record';

/** Why nothing happened to a request, as a failure. */
export function refusalOf(why: Refusal, request: RequestRecord): { ok: false; failure: Failure } {
  switch (why) {
    case 'closed':
      return fail('request-closed', { detail: howItEnded(request) });
    case 'changed':
    case 'stale-policy':
      return fail('request-changed');
    case 'own':
      return fail('own-request');
    case 'not-an-approver':
    case 'more-than-own-grants':
      return fail('not-an-approver');
    case 'not-the-requester':
      return fail('request-not-found');
    case 'widened':
      return fail('invalid-input', {
        fields: { roleIds: 'An approval takes roles away and adds none. Ask back for anything else.' },
      });
  }
}

/** Who closed it, and when: the second of two who decide is told of the first. */
function howItEnded({ state, decision, requester, updatedAt, expiresAt }: RequestRecord): string {
  const day = (at: Date) => at.toISOString().slice(0, 10);
  switch (state) {
    case 'approved':
    case 'denied':
      return decision === null
        ? `It is ${state}.`
        : `${decision.by.name} ${state} it on ${day(decision.at)} at ${decision.at.toISOString().slice(11, 16)} UTC.`;
    case 'withdrawn':
      return `${requester.name} withdrew it on ${day(updatedAt)}.`;
    default:
      return `Nobody decided it until ${day(expiresAt)}.`;
  }
}

/** What to say of another request for the same person. */
export const alreadyRequested = ({ requester, createdAt }: RequestRecord): { ok: false; failure: Failure } =>
  fail('already-requested', {
    detail: `${requester.name} asked for this person on ${createdAt.toISOString().slice(0, 10)}.`,
  });
