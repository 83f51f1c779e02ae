import type { InvitationStatus } from './invitation';

const PREFIX = 'LOCAL_INVITATION_STATUS_';
const KNOWN: ReadonlyMap<string, InvitationStatus> = new Map([
  [`${PREFIX}PENDING`, 'pending'],
  [`${PREFIX}ACCEPTED`, 'accepted'],
  [`${PREFIX}REVOKED`, 'revoked'],
  [`${PREFIX}EXPIRED`, 'expired'],
]);

/** The upstream's word for a status as one of ours; the enum is open, and what it adds later is `unrecognised`. */
export const statusOf = (raw: string): InvitationStatus => KNOWN.get(raw) ?? 'unrecognised';
