import type { Query } from './list-address';

/** What of the audit is asked for, as it stands in the address. "" stands for "any". */
export type AuditQuery = {
  person: string;
  invitationId: string;
  action: string;
  from: string;
  to: string;
  before: string;
};

const NAMES: Record<keyof AuditQuery, string> = {
  person: 'q',
  invitationId: 'invitation',
  action: 'action',
  from: 'from',
  to: 'to',
  before: 'before',
};
const PARTS = Object.keys(NAMES) as (keyof AuditQuery)[];

export const WHOLE_AUDIT: AuditQuery = { person: '', invitationId: '', action: '', from: '', to: '', before: '' };

/** Reads a filter out of an address, which is anybody's text: whoever takes it looks at it again. */
export function readAuditQuery(query: Query): AuditQuery {
  const text = (part: keyof AuditQuery): string => {
    const value = query[NAMES[part]];
    return (Array.isArray(value) ? (value[0] ?? '') : (value ?? '')).trim();
  };
  return Object.fromEntries(PARTS.map((part) => [part, text(part)])) as AuditQuery;
}

/** The address of a part of the audit. */
export function auditAddress(query: AuditQuery, path = '/audit', more: Record<string, string> = {}): string {
  const params = new URLSearchParams(more);
  for (const part of PARTS) if (query[part] !== '') params.set(NAMES[part], query[part]);
  return params.size === 0 ? path : `${path}?${params}`;
}
