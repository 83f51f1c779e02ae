'use client';

import { Instant } from '@/components/ui/instant';
import { Notice } from '@/components/ui/notice';
import type { CheckState } from '@/lib/action-state';
import { InvitationSummary } from './invitation-summary';

/** What looking has found out about a submission whose outcome was open. "Found" never comes here: it is a receipt. */
export function CheckFindings({ check }: { check: CheckState }) {
  if (check.status === 'idle') return null;
  if (check.status === 'failed') {
    const { words, requestId, code } = check.failure;
    return (
      <Notice tone={code === 'submission-not-found' ? 'warn' : 'danger'} title={words.what}>
        <p>
          {words.why} <span className="font-medium">{words.next}</span>
        </p>
        {requestId === '' ? null : (
          <p className="break-all text-ink-muted text-xs">
            Request id <code className="font-mono">{requestId}</code>
          </p>
        )}
      </Notice>
    );
  }
  const outcome = check.value;
  switch (outcome.kind) {
    case 'found':
      return null;
    case 'not-yet':
      return (
        <Notice tone="info" title="Not there yet.">
          <p>
            ConductorOne has no such invitation, but it may still be on its way. Looked{' '}
            <Instant iso={outcome.checkedAt} show="relative" />.
          </p>
          <p className="font-medium">
            Check again after <Instant iso={outcome.settledAt} />; if it is still not there then, it never arrived.
          </p>
        </Notice>
      );
    case 'never-arrived':
      return (
        <Notice tone="success" title="It never arrived, and no longer can.">
          <p>Sending again is safe: nobody has got a mail from the first try.</p>
        </Notice>
      );
    case 'unclear':
      return (
        <Notice tone="warn" title="More than one invitation could be yours.">
          <p>Look at them. When one is yours, it was sent; nothing more is to do.</p>
          {outcome.candidates.map((each) => (
            <InvitationSummary key={each.id} invitation={each} />
          ))}
        </Notice>
      );
  }
}
