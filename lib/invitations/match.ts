import { sameEmail } from './email';
import type { CreateInvitation, UpstreamInvitation } from './ports';

/** Clocks and rounding: an invitation of ours may look this much older than the moment it was sent. */
const CREATED_AT_TOLERANCE_MS = 5_000;

const plain = (text: string): string => text.normalize('NFC').trim();
const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  new Set(a).size === new Set(b).size && a.every((each) => b.includes(each));

/**
 * Whether `found` can be what became of `sent`: same directory and person, equal in every field that was sent and not
 * empty (the upstream may fill the others by default), and not older than the moment it was sent by the upstream's clock.
 */
export function couldBe(found: UpstreamInvitation, sent: CreateInvitation, sentAtUpstream: Date): boolean {
  return (
    isSimilar(found, sent, sentAtUpstream) &&
    plain(found.displayName) === plain(sent.displayName) &&
    (sent.roleIds.length === 0 || sameSet(found.roleIds, sent.roleIds)) &&
    sameWhenSent(found.sponsorUserId, sent.sponsorUserId) &&
    sameWhenSent(found.purpose, sent.purpose) &&
    sameWhenSent(found.jobId, sent.jobId) &&
    sameWhenSent(found.onboardingFlowId, sent.onboardingFlowId)
  );
}

/** Same directory and person, and not older than the sending: ours perhaps, whatever else it says. */
export function isSimilar(found: UpstreamInvitation, sent: CreateInvitation, sentAtUpstream: Date): boolean {
  const createdAt = Date.parse(found.createdAt);
  return (
    found.directoryId === sent.directoryId &&
    sameEmail(found.email, sent.email) &&
    !Number.isNaN(createdAt) &&
    createdAt >= sentAtUpstream.getTime() - CREATED_AT_TOLERANCE_MS
  );
}

const sameWhenSent = (found: string, sent: string): boolean => sent === '' || plain(found) === plain(sent);
