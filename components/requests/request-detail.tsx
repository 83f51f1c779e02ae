import type { ReactNode } from 'react';
import { InvitationSummary } from '@/components/invite/invitation-summary';
import { lookalikeSentence } from '@/components/invite/lookalike-words';
import { AlertIcon, CheckIcon, InfoIcon, PersonIcon, WarningIcon } from '@/components/ui/icons';
import { Instant } from '@/components/ui/instant';
import { Notice } from '@/components/ui/notice';
import type { RequestDetail as Detail } from '@/lib/invitations/requests/view';
import { Decisions } from './decisions';
import type { PostAction } from './posted-form';
import { DETAIL_ID } from './queue-frame';
import { RequestBadge } from './request-badge';
import {
  changeWords,
  domainWords,
  guestName,
  hindranceWords,
  historyWords,
  reasonLines,
  shownState,
} from './request-words';
import { Thread } from './thread';

/** One request: who asks for whom and why, the facts that decide, what was said, and the decision. */
export function RequestDetail({ detail, decide }: { detail: Detail; decide: PostAction }) {
  const { request, messages } = detail;
  const { requester, email, displayName, directory, kind } = request;
  return (
    <article aria-labelledby={DETAIL_ID} className="grid gap-5">
      <div>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <h2 id={DETAIL_ID} tabIndex={-1} className="min-w-0 break-words font-semibold text-xl">
            <bdi>{displayName || email}</bdi>
          </h2>
          <RequestBadge state={shownState(request)} />
        </div>
        <p className="mt-1 break-words">
          {request.mine ? 'You ask' : <bdi className="font-medium">{requester.name}</bdi>}
          {request.mine ? '' : ' asks'}{' '}
          {kind === 'reissue' ? 'to send the invitation again that went to ' : 'to invite '}
          <bdi className="font-medium">{email}</bdi> into <bdi className="font-medium">{directory.name}</bdi>.
        </p>
        <p className="text-ink-muted text-sm">
          Asked <Instant iso={request.createdAt} />
          {request.revision > 1 ? `, changed since (version ${request.revision})` : ''}
          {request.hindrance === 'closed' ? (
            '.'
          ) : (
            <>
              {' '}
              · open until <Instant iso={request.expiresAt} show="absolute" />.
            </>
          )}
        </p>
      </div>
      <Outcome detail={detail} />
      <dl className="grid gap-x-6 gap-y-2.5 sm:grid-cols-[7rem_minmax(0,1fr)]">
        <Fact name="Why">
          <p dir="auto" className="whitespace-pre-wrap">
            {request.purpose}
          </p>
        </Fact>
        <Fact name="Roles">
          {detail.roles.length === 0 ? (
            'None. An account, and nothing more.'
          ) : (
            <ul className="grid gap-1">
              {detail.roles.map(({ id, name, grants }) => (
                <li key={id}>
                  <bdi className="font-medium">{name}</bdi> <bdi className="text-ink-muted text-sm">{grants}</bdi>
                </li>
              ))}
            </ul>
          )}
        </Fact>
        <Fact name="Sponsor">{request.sponsor === null ? 'None' : <bdi>{request.sponsor.name}</bdi>}</Fact>
        {request.wantedUntil === '' ? null : (
          <Fact name="Wanted until">
            {request.wantedUntil} <span className="text-ink-muted text-sm">(it does not end by itself)</span>
          </Fact>
        )}
        {request.ticket === '' ? null : <Fact name="Ticket">{request.ticket}</Fact>}
      </dl>
      {request.mine ? null : <ToKnow detail={detail} />}
      <Thread messages={messages} />
      {request.hindrance === null ? (
        // What was typed for one version must not decide another.
        <Decisions key={`${request.id} ${request.revision} ${request.state}`} detail={detail} decide={decide} />
      ) : (
        <Hindrance detail={detail} />
      )}
    </article>
  );
}

/** The facts that decide. What speaks against it comes first. */
function ToKnow({ detail }: { detail: Detail }) {
  const { request, standing, reasons, warnings, acknowledged, domainSeen } = detail;
  const closed = request.hindrance === 'closed';
  return (
    <section aria-labelledby="to-know">
      <h3 id="to-know" className="mb-2 font-semibold text-lg">
        What to know
      </h3>
      <ul className="grid gap-2 text-sm">
        {standing.person === null || closed ? null : (
          <Line icon={<WarningIcon size={18} className="text-warn-fg" />}>
            <span className="font-medium">The address belongs to somebody already:</span>{' '}
            <bdi>{standing.person.name}</bdi>
            {standing.person.title === '' ? '' : `, ${standing.person.title}`}.
          </Line>
        )}
        {standing.invitation === null || closed ? null : (
          <Line icon={<WarningIcon size={18} className="text-warn-fg" />}>
            <span className="font-medium">There is an open invitation for this address:</span>
            <InvitationSummary invitation={standing.invitation} />
          </Line>
        )}
        {warnings.map((warning) => (
          <Line key={warning.key} icon={<WarningIcon size={18} className="text-warn-fg" />}>
            <span className="font-medium">{lookalikeSentence(warning, request.email)}</span>
          </Line>
        ))}
        {acknowledged === '' ? null : (
          <Line icon={<InfoIcon size={18} />}>
            {request.requester.name} says why it is right: “<bdi>{acknowledged}</bdi>”
          </Line>
        )}
        <Line icon={domainSeen === 0 ? <AlertIcon size={18} /> : <CheckIcon size={18} />}>{domainWords(detail)}</Line>
        <Line icon={<PersonIcon size={18} />}>
          {historyWords(detail)} <bdi className="text-ink-muted">{request.requester.email}</bdi>
        </Line>
        {closed
          ? null
          : reasonLines(reasons).map((line) => (
              <Line key={line} icon={<InfoIcon size={18} />}>
                {line}
              </Line>
            ))}
      </ul>
    </section>
  );
}

/** How it was decided, and what came of it. */
function Outcome({ detail: { request } }: { detail: Detail }) {
  const { decision, state, invitation } = request;
  if (state !== 'approved' && state !== 'denied') return null;
  return (
    <Notice
      tone={state === 'approved' ? 'success' : 'neutral'}
      title={`${decision?.by ?? 'Somebody'} ${state === 'approved' ? 'approved' : 'denied'} it.`}
    >
      {decision === null || decision.words === '' ? null : (
        <p dir="auto" className="whitespace-pre-wrap">
          {decision.words}
        </p>
      )}
      {decision?.changes.map((change) => (
        <p key={change.field}>{changeWords(change)}</p>
      ))}
      {decision === null ? null : (
        <p className="text-ink-muted">
          <Instant iso={decision.at} />
        </p>
      )}
      {invitation === null ? null : (
        <p>
          <a href={request.mine ? '/my-guests' : `/invitations/${invitation.id}`} className="underline">
            {request.mine ? 'See it under My guests' : 'Open the invitation'}
          </a>
        </p>
      )}
    </Notice>
  );
}

function Hindrance({ detail: { request } }: { detail: Detail }) {
  if (request.hindrance === 'closed') {
    if (request.state === 'withdrawn') {
      return <Notice tone="neutral" title={`${request.mine ? 'You' : request.requester.name} withdrew it.`} />;
    }
    return request.state === 'approved' || request.state === 'denied' ? null : (
      <Notice tone="neutral" title={`Nobody decided it in time: nothing went to ${guestName(request)}.`} />
    );
  }
  return (
    <Notice tone="info" title="It is not yours to decide.">
      <p>{hindranceWords(request)}</p>
      {request.mine ? (
        <p>
          <a href="/my-guests" className="underline">
            Change, answer or withdraw it under My guests
          </a>
        </p>
      ) : null}
    </Notice>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex gap-2.5">
      <span className="mt-px shrink-0 text-ink-muted">{icon}</span>
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </li>
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
