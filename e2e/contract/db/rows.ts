import { randomUUID } from 'node:crypto';
import type { attempts, invitations } from '@/lib/db/schema';

/** Rows for tests: whole and valid, each of another person, with what a test cares about in `patch`. */

const AT = new Date('2026-11-24T10:00:00.000Z');

export function anInvitation(patch: Partial<typeof invitations.$inferInsert> = {}): typeof invitations.$inferInsert {
  const id = patch.id ?? randomUUID();
  const email = `person-${id.slice(0, 8)}@partner.example`;
  return {
    id,
    directoryId: 'directory-1',
    email,
    emailKey: email,
    displayName: 'Pat Person',
    roleIds: ['role-1'],
    sponsorUserId: 'sponsor-1',
    sponsorName: 'Sam Sponsor',
    purpose: 'Audit of the accounts',
    state: 'intent',
    origin: 'usher',
    submissionKey: randomUUID(),
    senderSubject: 'subject-1',
    senderName: 'Otto Other',
    senderEmail: 'otto@acme.example',
    createdAt: AT,
    updatedAt: AT,
    ...patch,
  };
}

export function anAttempt(
  invitationId: string,
  patch: Partial<typeof attempts.$inferInsert> = {},
): typeof attempts.$inferInsert {
  return {
    id: randomUUID(),
    invitationId,
    number: 1,
    kind: 'create',
    state: 'intent',
    content: { email: 'pat@partner.example' },
    actorSubject: 'subject-1',
    actorName: 'Otto Other',
    actorEmail: 'otto@acme.example',
    requestId: 'request-1',
    intentAtUpstream: AT,
    createdAt: AT,
    updatedAt: AT,
    ...patch,
  };
}
