import { sameEmail } from './email';
import type { CreateInvitation, UpstreamInvitation } from './ports';
import { referenceIn, withReference } from './reference';

/** Clocks and rounding: an invitation of ours may look this much older than the moment it was sent. */
const CREATED_AT_TOLERANCE_MS = 5_000;

/** What was sent, when by the upstream's clock, and the reference at the end of its purpose, "" without one. */
export type Sent = { content: CreateInvitation; at: Date; reference: string };

const plain = (text: string): string => text.normalize('NFC').trim();
const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  new Set(a).size === new Set(b).size && a.every((each) => b.includes(each));

/**
 * Those of `found` that can be what became of `sent`, and those that nearly can. Where any carries our reference, only those
 * can; one with another's never can.
 */
export function matching(
  found: readonly UpstreamInvitation[],
  sent: Sent,
): { candidates: UpstreamInvitation[]; similar: UpstreamInvitation[] } {
  const named = found.filter((each) => isNamed(each, sent));
  if (named.length > 0) return { candidates: named, similar: [] };
  const candidates = found.filter((each) => couldBe(each, sent));
  return { candidates, similar: found.filter((each) => !candidates.includes(each) && isSimilar(each, sent)) };
}

/**
 * Whether `found` can be what became of `sent`: it carries our reference; or it is of the same directory and person, equal in
 * every field that was sent and not empty (the upstream may fill the others by default), and not older than the moment it was
 * sent by the upstream's clock.
 */
export function couldBe(found: UpstreamInvitation, sent: Sent): boolean {
  if (isNamed(found, sent)) return true;
  const { content } = sent;
  return (
    isSimilar(found, sent) &&
    plain(found.displayName) === plain(content.displayName) &&
    (content.roleIds.length === 0 || sameSet(found.roleIds, content.roleIds)) &&
    sameWhenSent(found.sponsorUserId, content.sponsorUserId) &&
    sameWhenSent(found.purpose, purposeOf(sent)) &&
    sameWhenSent(found.jobId, content.jobId) &&
    sameWhenSent(found.onboardingFlowId, content.onboardingFlowId)
  );
}

/** Same directory and person, not older than the sending, and not known to be another's: ours perhaps, whatever else it says. */
function isSimilar(found: UpstreamInvitation, sent: Sent): boolean {
  const createdAt = Date.parse(found.createdAt);
  return (
    isOfSamePerson(found, sent) &&
    !isAnothers(found, sent) &&
    !Number.isNaN(createdAt) &&
    createdAt >= sent.at.getTime() - CREATED_AT_TOLERANCE_MS
  );
}

const isOfSamePerson = (found: UpstreamInvitation, { content }: Sent): boolean =>
  found.directoryId === content.directoryId && sameEmail(found.email, content.email);

const isNamed = (found: UpstreamInvitation, sent: Sent): boolean =>
  sent.reference !== '' && isOfSamePerson(found, sent) && referenceIn(found.purpose) === sent.reference;

/** It carries a reference that was not sent: what a person typed at the end of a purpose may look like one. */
const isAnothers = (found: UpstreamInvitation, sent: Sent): boolean =>
  referenceIn(found.purpose) !== '' && referenceIn(found.purpose) !== referenceIn(purposeOf(sent));

const purposeOf = ({ content, reference }: Sent): string => withReference(content.purpose, reference);

const sameWhenSent = (found: string, sent: string): boolean => sent === '' || plain(found) === plain(sent);
