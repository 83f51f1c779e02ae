import type { ReactNode } from 'react';
import { StatusBadge } from '@/components/invite/status-badge';
import { Instant } from '@/components/ui/instant';
import type { InvitationDetail } from '@/lib/invitations/desk';
import type { InvitationView } from '@/lib/invitations/invitation';
import { type ActAction, ActForm } from './act-form';
import { differences } from './differences';

/** Where more than one could be the one sent here: all are shown with what sets them apart, and nothing is guessed. */
export function Candidates({ detail, action }: { detail: InvitationDetail; action: ActAction }) {
  const { invitation, candidates } = detail;
  return (
    <ActForm
      action={action}
      id={invitation.ledger?.id ?? ''}
      label="Settle which is ours"
      busy="Noting…"
      kind="primary"
      once
    >
      <fieldset className="grid gap-2">
        <legend className="mb-1 font-medium">Which of these was sent from here?</legend>
        <p className="mb-1 text-ink-muted text-sm">
          It was asked for <Instant iso={invitation.createdAt} show="absolute" />. The others stay as they are in
          ConductorOne, as created outside Usher.
        </p>
        {candidates.map((each) => (
          <Choice key={each.id} value={each.id}>
            <Candidate candidate={each} sent={invitation} />
          </Choice>
        ))}
        <Choice value="">
          <span className="font-medium">None of them</span>
          <span className="text-ink-muted text-sm">
            Usher looks again, and sends it when it is sure that it never arrived.
          </span>
        </Choice>
      </fieldset>
    </ActForm>
  );
}

function Choice({ value, children }: { value: string; children: ReactNode }) {
  return (
    <label className="flex min-h-target cursor-pointer items-start gap-3 rounded border border-line-strong p-3 transition-colors hover:bg-sunken has-[:checked]:border-accent has-[:checked]:bg-accent-soft">
      <input type="radio" name="upstreamId" value={value} required className="mt-0.5 size-5 shrink-0" />
      <span className="grid min-w-0 flex-1 gap-0.5">{children}</span>
    </label>
  );
}

function Candidate({ candidate, sent }: { candidate: InvitationView; sent: InvitationView }) {
  const others = differences(candidate, sent);
  return (
    <>
      <span className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <span className="font-medium">
          Created <Instant iso={candidate.createdAt} show="absolute" />
        </span>
        <StatusBadge status={candidate.status} />
      </span>
      {others.length === 0 ? (
        <span className="text-ink-muted text-sm">All else as it was sent from here.</span>
      ) : (
        others.map(({ name, value }) => (
          <span key={name} className="wrap-anywhere text-sm">
            <span className="text-ink-muted">Another {name}: </span>
            <bdi>{value}</bdi>
          </span>
        ))
      )}
      <span className="text-ink-muted text-xs tabular-nums">
        {/* Minutes do not tell apart what came about within seconds. */}
        {`${candidate.createdAt.slice(11, 19)} UTC · `}
        <code className="break-all font-mono">{candidate.id}</code>
      </span>
    </>
  );
}
