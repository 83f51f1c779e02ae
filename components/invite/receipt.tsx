'use client';

import { type ComponentType, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { SuccessIcon } from '@/components/ui/icons';
import { Instant } from '@/components/ui/instant';
import { relativeWords } from '@/components/ui/time-words';
import { useNow } from '@/components/ui/use-now';
import type { InviteReceipt } from '@/lib/action-state';
import { effectiveStatus, type InvitationView } from '@/lib/invitations/invitation';
import type { LiveStatus, Seen } from './live-status';
import { StatusBadge } from './status-badge';
import { statusSentence } from './status-words';

/** What was sent, to whom, by whom and until when; and where it stands now, kept up to date while one looks. */
export function Receipt({ receipt, onAnother }: { receipt: InviteReceipt; onAnother: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [seen, setSeen] = useState<Seen | null>(null);
  const [Live, setLive] = useState<ComponentType<Parameters<typeof LiveStatus>[0]> | null>(null);
  const now = useNow(1_000);
  const invitation = seen?.invitation ?? receipt.invitation;

  useEffect(() => {
    heading.current?.focus();
    let gone = false;
    import('./live-status').then(
      (module) => gone || setLive(() => module.LiveStatus),
      () =>
        gone ||
        setSeen({
          invitation: receipt.invitation,
          seenAt: Date.now(),
          problem: 'The status does not refresh by itself; reload the page.',
        }),
    );
    return () => {
      gone = true;
    };
  }, [receipt.invitation]);

  const onSeen = useCallback((next: Seen) => setSeen(next), []);
  const status = now === null ? invitation.status : effectiveStatus(invitation.status, invitation.expiresAt, now);
  const name = invitation.displayName || invitation.email;
  return (
    <section aria-labelledby="receipt" className="max-w-form rounded-lg border border-line bg-surface">
      {Live === null ? null : <Live invitation={receipt.invitation} onSeen={onSeen} />}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 border-line border-b p-5 md:p-6">
        <div className="flex min-w-0 items-start gap-3">
          <SuccessIcon size={26} className="mt-0.5 shrink-0 text-success-fg" />
          <h2 id="receipt" ref={heading} tabIndex={-1} className="min-w-0 wrap-anywhere font-semibold text-lg">
            Invited <bdi>{name}</bdi>
          </h2>
        </div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StatusBadge status={status} />
          <Freshness seen={seen} now={now} />
        </div>
        <p className="w-full wrap-anywhere">
          {statusSentence(invitation, now)}
          {receipt.replayed ? ' This form had been sent before; nothing was sent twice.' : ''}
        </p>
        {/* Read out when it changes, and only then. */}
        <p role="status" className="sr-only">
          {seen !== null && invitation.status !== receipt.invitation.status ? statusSentence(invitation, now) : ''}
        </p>
      </div>
      <Facts invitation={invitation} invitedBy={receipt.invitedBy} />
      <Another invitation={invitation} onAnother={onAnother} />
    </section>
  );
}

/** A form, so that it works before any script does: the address then keeps what the next one shares. */
export function Another({ invitation, onAnother }: { invitation: InvitationView; onAnother: () => void }) {
  return (
    <form
      action="/invite"
      method="get"
      className="border-line border-t p-5 md:px-6"
      onSubmit={(event) => {
        event.preventDefault();
        onAnother();
      }}
    >
      <input type="hidden" name="directory" value={invitation.directory.id} />
      <input type="hidden" name="sponsor" value={invitation.sponsor?.id ?? ''} />
      <input type="hidden" name="roles" value={invitation.roles.map(({ id }) => id).join(',')} />
      <Button type="submit" kind="primary">
        Invite another
      </Button>
    </form>
  );
}

function Freshness({ seen, now }: { seen: Seen | null; now: number | null }) {
  if (now === null) return null;
  if (seen?.problem)
    return (
      <span className="text-sm text-warn-fg">{`${seen.problem} Checked ${relativeWords(seen.seenAt, now)}.`}</span>
    );
  return (
    <span className="text-ink-muted text-sm">
      checked {seen === null ? 'just now' : relativeWords(Math.min(seen.seenAt, now), now)}
    </span>
  );
}

export function Facts({
  invitation,
  invitedBy,
}: {
  invitation: InvitationView;
  invitedBy: InviteReceipt['invitedBy'];
}) {
  const { email, directory, roles, sponsor, purpose, createdAt, expiresAt, acceptedAt, id, jobId, onboardingFlowId } =
    invitation;
  return (
    <dl className="grid gap-x-6 p-5 sm:gap-y-2.5 sm:grid-cols-[7rem_minmax(0,1fr)] md:p-6">
      <Fact name="Email">
        <bdi>{email}</bdi>
      </Fact>
      <Fact name="Directory">
        <bdi>{directory.name}</bdi>
      </Fact>
      <Fact name="Roles">
        {roles.length === 0 ? (
          'None'
        ) : (
          <ul>
            {roles.map((role) => (
              <li key={role.id} dir="auto">
                {role.name}
              </li>
            ))}
          </ul>
        )}
      </Fact>
      <Fact name="Sponsor">
        {sponsor === null ? (
          'None'
        ) : (
          <>
            <bdi>{sponsor.name}</bdi>
            {sponsor.title || sponsor.email ? (
              <span className="text-ink-muted"> · {[sponsor.title, sponsor.email].filter(Boolean).join(' · ')}</span>
            ) : null}
          </>
        )}
      </Fact>
      <Fact name="Purpose">
        <p dir="auto" className="whitespace-pre-wrap">
          {purpose}
        </p>
      </Fact>
      {jobId ? <Fact name="Job id">{jobId}</Fact> : null}
      {onboardingFlowId ? <Fact name="Onboarding">{onboardingFlowId}</Fact> : null}
      <Fact name="Sent by">
        <bdi>{invitedBy.name}</bdi>
        {invitedBy.email ? <span className="text-ink-muted"> · {invitedBy.email}</span> : null}
      </Fact>
      {/* What waits here is not in ConductorOne, and has no link yet. */}
      {id === '' ? null : (
        <>
          <Fact name="Created">
            <Instant iso={createdAt} />
          </Fact>
          <Fact name="Expires">{expiresAt === '' ? 'ConductorOne did not say' : <Instant iso={expiresAt} />}</Fact>
        </>
      )}
      {acceptedAt ? (
        <Fact name="Accepted">
          <Instant iso={acceptedAt} />
        </Fact>
      ) : null}
      {id === '' ? null : (
        <Fact name="Id">
          <span className="flex flex-wrap items-center gap-x-2">
            <code className="min-w-0 break-all font-mono text-sm">{id}</code>
            <CopyButton text={id} label="Copy id" />
          </span>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-muted text-sm sm:leading-6">{name}</dt>
      <dd className="min-w-0 wrap-anywhere max-sm:mb-3">{children}</dd>
    </>
  );
}
