import 'server-only';
import { emailKey } from '../invitations/email';
import type { Human } from '../invitations/ledger';
import type { RequestContent, RequestMessage, RequestRecord } from '../invitations/requests/record';
import type { AuditEntry } from './audit';
import type { Json } from './canonical';
import type { requestMessages, requests } from './schema-approval';

export type RequestRow = typeof requests.$inferSelect;

/** A row of the table as the core knows it. */
export const toRequest = (row: RequestRow): RequestRecord => ({
  id: row.id,
  kind: row.kind,
  reissues: row.reissues,
  state: row.state,
  revision: row.revision,
  content: row.content,
  contentHash: row.contentHash,
  sponsorName: row.sponsorName,
  requester: {
    subject: row.requesterSubject,
    name: row.requesterName,
    email: row.requesterEmail,
    role: row.requesterRole,
  },
  wantedUntil: row.wantedUntil,
  acknowledged: row.acknowledged,
  approvers: row.approvers,
  policyNumber: row.policyNumber,
  decision:
    row.deciderSubject === null || row.decidedAt === null
      ? null
      : {
          by: {
            subject: row.deciderSubject,
            name: row.deciderName ?? '',
            email: row.deciderEmail ?? '',
            role: row.deciderRole ?? '',
          },
          at: row.decidedAt,
          words: row.decisionWords,
          changes: row.decisionChanges,
        },
  invitationId: row.invitationId,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  expiresAt: row.expiresAt,
});

export const toMessage = (row: typeof requestMessages.$inferSelect): RequestMessage => ({
  number: row.number,
  at: row.at,
  author: { subject: row.authorSubject, name: row.authorName, email: row.authorEmail, role: row.authorRole },
  kind: row.kind,
  text: row.text,
});

/** The columns that say what is asked for. */
export const askedColumns = (content: RequestContent) => ({
  content,
  directoryId: content.directoryId,
  emailKey: emailKey(content.email),
});

export const deciderColumns = (by: Human, at: Date) => ({
  deciderSubject: by.subject,
  deciderName: by.name,
  deciderEmail: by.email,
  deciderRole: by.role,
  decidedAt: at,
});

/** A request that nobody has decided, or not any more. */
export const UNDECIDED = {
  deciderSubject: null,
  deciderName: null,
  deciderEmail: null,
  deciderRole: null,
  decidedAt: null,
  decisionWords: '',
  decisionChanges: [],
};

/** The audit's entry about a change of a request; what people wrote goes along as text. */
export function requestEntry(
  row: RequestRow,
  entry: {
    action: string;
    actor: Human | null;
    requestId: string;
    text?: Record<string, string>;
    details?: Record<string, Json>;
    invitationId?: string | null;
  },
): AuditEntry {
  const text = Object.fromEntries(Object.entries(entry.text ?? {}).filter(([, words]) => words !== ''));
  return {
    action: entry.action,
    actor: entry.actor,
    requestId: entry.requestId,
    invitationId: entry.invitationId ?? row.invitationId ?? row.reissues,
    target: { key: row.emailKey, email: row.content.email, name: row.content.displayName },
    ...(Object.keys(text).length === 0 ? {} : { text }),
    details: { request: row.id, kind: row.kind, revision: row.revision, ...entry.details },
  };
}
