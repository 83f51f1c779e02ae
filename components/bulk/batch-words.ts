import type { Batch, BatchKind } from '@/lib/invitations/bulk/batch';

const KINDS: Record<BatchKind, { one: string; many: string }> = {
  invite: { one: 'person to invite', many: 'people to invite' },
  revoke: { one: 'invitation to revoke', many: 'invitations to revoke' },
  reissue: { one: 'invitation to send again', many: 'invitations to send again' },
};

/** What an import is called: its file, or what it is about. */
export const batchTitle = ({ fileName, kind, rows }: Pick<Batch, 'fileName' | 'kind' | 'rows'>): string =>
  fileName !== '' ? fileName : `${rows.toLocaleString('en')} ${rows === 1 ? KINDS[kind].one : KINDS[kind].many}`;
