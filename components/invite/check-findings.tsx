'use client';

import type { ReactNode } from 'react';
import { Instant } from '@/components/ui/instant';
import type { CheckState } from '@/lib/action-state';
import { InvitationSummary } from './invitation-summary';

/** What looking has found out about a submission whose outcome was open. "Found" never comes here: it is a receipt. */
export function CheckFindings({ check }: { check: CheckState }) {
  if (check.status === 'idle') return null;
  if (check.status === 'failed') {
    const { words, requestId } = check.failure;
    return (
      <Finding title={words.what}>
        <p>
          {words.why} <span className="font-medium">{words.next}</span>
        </p>
        {requestId === '' ? null : (
          <p className="break-all text-ink-muted text-xs">
            Request id <code className="select-all font-mono">{requestId}</code>
          </p>
        )}
      </Finding>
    );
  }
  const outcome = check.value;
  switch (outcome.kind) {
    case 'found':
      return null;
    case 'not-yet':
      return (
        <Finding title="Not there yet.">
          <p>
            ConductorOne has no such invitation, but it may still be on its way (looked{' '}
            <Instant iso={outcome.checkedAt} show="relative" />
            ).
          </p>
          <p>
            <span className="font-medium">You need not send it again:</span> Usher goes on looking, and sends it by
            itself once it is certain that it never arrived, after <Instant iso={outcome.settledAt} />.
          </p>
        </Finding>
      );
    case 'refused':
      return (
        <Finding title="ConductorOne refused it: nothing was sent.">
          {outcome.why === '' ? null : <p>Its words: “{outcome.why}”</p>}
          <p className="font-medium">Correct what it says, then send again.</p>
        </Finding>
      );
    case 'unclear':
      return (
        <Finding title="More than one invitation could be yours.">
          <p>Look at them. When one is yours, it was sent, and nothing more is to do.</p>
          {outcome.candidates.map((each) => (
            <InvitationSummary key={each.id} invitation={each} />
          ))}
        </Finding>
      );
  }
}

function Finding({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="space-y-1.5 rounded border border-line bg-surface p-3">
      <p className="font-semibold">{title}</p>
      {children}
    </div>
  );
}
