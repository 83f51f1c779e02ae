import { randomUUID } from 'node:crypto';
import type { attempts, invitations } from '@/lib/db/schema';
import type { requests } from '@/lib/db/schema-approval';
import type { batches, batchRows } from '@/lib/db/schema-bulk';
import type { deliveries } from '@/lib/db/schema-telling';
import type { AttemptContent } from '@/lib/invitations/ledger';
import type { CreateInvitation } from '@/lib/invitations/ports';
import type { RequestContent } from '@/lib/invitations/requests/record';

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
    protocol: { state: 'intent', notBefore: 0 },
    content: aContent({ email: 'pat@partner.example' }),
    actorSubject: 'subject-1',
    actorName: 'Otto Other',
    actorEmail: 'otto@acme.example',
    actorRole: 'helpdesk',
    requestId: 'request-1',
    intentAtUpstream: AT,
    createdAt: AT,
    updatedAt: AT,
    ...patch,
  };
}

/** What an attempt carries, with this much of what it creates. */
export const aContent = (create: Partial<CreateInvitation>): AttemptContent => ({
  directoryId: 'dir-1',
  create: {
    directoryId: 'dir-1',
    email: '',
    displayName: '',
    roleIds: [],
    sponsorUserId: '',
    purpose: '',
    jobId: '',
    onboardingFlowId: '',
    ...create,
  },
  ticket: '',
  sponsorName: '',
  revokes: '',
  reason: '',
});

export const aRequestContent: RequestContent = {
  directoryId: 'dir-1',
  email: 'pat@partner.example',
  displayName: 'Pat Person',
  roleIds: [],
  sponsorUserId: '',
  purpose: 'Audit of the accounts',
  ticket: '',
  jobId: '',
  onboardingFlowId: '',
};

export const aRequest = (patch: Partial<typeof requests.$inferInsert> = {}): typeof requests.$inferInsert => ({
  id: randomUUID(),
  submissionKey: randomUUID(),
  kind: 'invite',
  state: 'open',
  revision: 1,
  content: aRequestContent,
  contentHash: 'hash',
  directoryId: 'dir-1',
  emailKey: aRequestContent.email,
  requesterSubject: 'subject-1',
  requesterName: 'Otto Other',
  requesterEmail: 'otto@acme.example',
  requesterRole: 'sponsor',
  approvers: [{ roles: ['admin'] }],
  policyNumber: 0,
  createdAt: AT,
  updatedAt: AT,
  expiresAt: AT,
  ...patch,
});

/** A row of what was told, and to whom. */
export const aDelivery = (change: Partial<typeof deliveries.$inferInsert> = {}): typeof deliveries.$inferInsert => ({
  id: crypto.randomUUID(),
  channel: 'mail',
  kind: 'invitation-accepted',
  recipient: 'nobody@acme.example',
  key: crypto.randomUUID(),
  sequence: null,
  payload: { about: [] },
  state: 'delivered',
  dueAt: new Date(),
  createdAt: new Date(),
  updatedAt: new Date(),
  ...change,
});

export const aBatch = (change: Partial<typeof batches.$inferInsert> = {}): typeof batches.$inferInsert => ({
  id: randomUUID(),
  kind: 'invite',
  source: 'file',
  state: 'running',
  submissionKey: randomUUID(),
  header: [],
  mapping: [],
  shared: { directoryId: '', roleIds: [], sponsorUserId: '', purpose: '', ticket: '' },
  actorSubject: 'subject-1',
  actorName: 'Otto Other',
  actorEmail: 'otto@acme.example',
  actorRole: 'admin',
  requestId: 'request-1',
  rows: 1,
  createdAt: AT,
  updatedAt: AT,
  ...change,
});

export const aBatchRow = (
  batchId: string,
  change: Partial<typeof batchRows.$inferInsert> = {},
): typeof batchRows.$inferInsert => ({
  batchId,
  number: 1,
  cells: [],
  content: {
    email: '',
    displayName: '',
    directoryId: null,
    roleIds: null,
    sponsorUserId: null,
    purpose: null,
    ticket: null,
  },
  given: {},
  problems: {},
  ...change,
});
