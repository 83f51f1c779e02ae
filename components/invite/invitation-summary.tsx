'use client';

import { CopyButton } from '@/components/ui/copy-button';
import { Instant } from '@/components/ui/instant';
import type { InvitationView } from '@/lib/invitations/invitation';
import { StatusBadge } from './status-badge';

/** An invitation in a few lines, where it is in the way or could be the one that is looked for. */
export function InvitationSummary({ invitation }: { invitation: InvitationView }) {
  const { displayName, email, directory, sponsor, createdAt, expiresAt, status, id } = invitation;
  const held = invitation.ledger?.held ?? null;
  return (
    <div className="grid min-w-0 gap-1 rounded border border-line bg-surface p-3 text-ink">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <bdi className="min-w-0 wrap-anywhere font-medium">{displayName || email}</bdi>
        {id === '' ? null : <StatusBadge status={status} />}
      </div>
      <p className="wrap-anywhere text-ink-muted">
        <bdi>{email}</bdi> · <bdi>{directory.name}</bdi>
        {sponsor === null ? null : (
          <>
            {' '}
            · sponsor <bdi>{sponsor.name}</bdi>
          </>
        )}
      </p>
      <p>
        {id === '' ? 'Recorded' : 'Created'} <Instant iso={createdAt} />
        {held === null ? null : (
          <>
            , waits to be sent until <Instant iso={held.until} show="absolute" />
          </>
        )}
        {expiresAt === '' ? null : (
          <>
            , expires <Instant iso={expiresAt} show="absolute" />
          </>
        )}
      </p>
      {id === '' ? null : (
        <div className="flex items-center gap-1 text-ink-muted text-xs">
          <code className="min-w-0 break-all font-mono">{id}</code>
          <CopyButton text={id} label="Copy id of this invitation" bare />
        </div>
      )}
    </div>
  );
}
