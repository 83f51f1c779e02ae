import type { ReactNode } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { Instant } from '@/components/ui/instant';
import type { InvitationDetail } from '@/lib/invitations/desk';
import { OutsideBadge } from './outside-badge';

/** Everything about one invitation, name by name. What is empty is left out, unless its absence says something. */
export function Facts({ detail }: { detail: InvitationDetail }) {
  const { invitation, ticket } = detail;
  const { email, directory, roles, sponsor, purpose, createdAt, expiresAt, acceptedAt, jobId, onboardingFlowId } =
    invitation;
  return (
    <dl className="grid gap-x-6 gap-y-2.5 sm:grid-cols-[7rem_minmax(0,1fr)]">
      <Fact name="Email">
        <span className="flex flex-wrap items-center gap-x-2">
          <bdi className="min-w-0 break-all">{email}</bdi>
          <CopyButton text={email} label="Copy email" bare />
        </span>
      </Fact>
      <Fact name="Directory">
        <bdi>{directory.name}</bdi>
      </Fact>
      <Fact name="Roles">{roles.length === 0 ? 'None' : <bdi>{roles.map(({ name }) => name).join(', ')}</bdi>}</Fact>
      <Fact name="Sponsor">
        {sponsor === null ? (
          'None'
        ) : (
          <>
            <bdi>{sponsor.name}</bdi>
            <span className="text-ink-muted">
              {sponsor.title || sponsor.email ? ` · ${[sponsor.title, sponsor.email].filter(Boolean).join(' · ')}` : ''}
            </span>
          </>
        )}
      </Fact>
      <Fact name={invitation.ledger?.approver ? 'Asked by' : 'Invited by'}>
        <Inviter detail={detail} />
      </Fact>
      {invitation.ledger?.approver ? (
        <Fact name="Approved by">
          <bdi>{invitation.ledger.approver.name}</bdi>
          {invitation.ledger.request === null ? null : (
            <>
              {' · '}
              <a href={`/requests/${invitation.ledger.request}`} className="underline">
                the request
              </a>
            </>
          )}
        </Fact>
      ) : null}
      {purpose === '' ? null : (
        <Fact name="Purpose">
          <p dir="auto" className="whitespace-pre-wrap">
            {purpose}
          </p>
        </Fact>
      )}
      {ticket === '' ? null : <Fact name="Ticket">{ticket}</Fact>}
      {jobId === '' ? null : <Fact name="Job id">{jobId}</Fact>}
      {onboardingFlowId === '' ? null : <Fact name="Onboarding">{onboardingFlowId}</Fact>}
      <Fact name="Created">
        <Instant iso={createdAt} />
      </Fact>
      {expiresAt === '' ? null : (
        <Fact name="Expires">
          <Instant iso={expiresAt} />
        </Fact>
      )}
      {acceptedAt === '' ? null : (
        <Fact name="Accepted">
          <Instant iso={acceptedAt} />
        </Fact>
      )}
      {invitation.id === '' ? null : (
        <Fact name="Id">
          <span className="flex flex-wrap items-center gap-x-2">
            <code className="min-w-0 break-all font-mono text-sm">{invitation.id}</code>
            <CopyButton text={invitation.id} label="Copy id" bare />
          </span>
        </Fact>
      )}
    </dl>
  );
}

function Inviter({ detail: { outside, invitation } }: { detail: InvitationDetail }) {
  const inviter = invitation.ledger?.inviter ?? null;
  if (outside || inviter === null) return <OutsideBadge />;
  return (
    <>
      <bdi>{inviter.name}</bdi>
      {inviter.email === '' ? null : <span className="text-ink-muted"> · {inviter.email}</span>}
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-muted text-sm leading-6 max-sm:-mb-2">{name}</dt>
      <dd className="min-w-0 break-words max-sm:mb-1.5">{children}</dd>
    </>
  );
}
