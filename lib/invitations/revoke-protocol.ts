import type { InvitationStatus } from './invitation';
import { type Attempt, type Event, step } from './protocol';

/** What a read of the one invitation by its id says. */
export type Seen = { type: 'seen'; status: InvitationStatus; upstreamId: string };

/**
 * The life of one attempt to revoke. Unlike a create, a revoke may be repeated: the second has no effect beyond the first. So
 * an unknown one is settled by a single read of that invitation, and sent again when it is still open.
 */
export function stepRevoke(attempt: Attempt, event: Event | Seen): Attempt {
  if (event.type === 'seen') {
    if (attempt.state !== 'unknown') return attempt;
    if (event.status === 'revoked') return { state: 'settled', upstreamId: event.upstreamId };
    return event.status === 'pending' || event.status === 'unrecognised'
      ? { state: 'intent', notBefore: 0 }
      : { state: 'refused', code: 'precondition' };
  }
  // Reads of a whole directory and a person's choice are about creates.
  return event.type === 'read' || event.type === 'decided' ? attempt : step(attempt, event);
}
