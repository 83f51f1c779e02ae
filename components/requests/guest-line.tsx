import { StateBadge } from '@/components/desk/state-badge';
import { ChevronDownIcon } from '@/components/ui/icons';
import { Instant } from '@/components/ui/instant';
import type { GuestView, RequestMessageView } from '@/lib/invitations/requests/view';
import { type GuestActions, GuestActs } from './guest-acts';
import { RequestBadge } from './request-badge';
import { changeWords, guestName, requestSentence } from './request-words';
import { Thread } from './thread';

/** One guest: a line that says how it stands, and opens to the rest and to what can be done. */
export function GuestLine({
  guest,
  messages,
  actions,
  newKey,
}: {
  guest: GuestView;
  /** What was asked back, where there is something to answer. */
  messages: readonly RequestMessageView[];
  actions: GuestActions;
  newKey: string;
}) {
  const { request, invitation, displayName, email, roles, purpose, directory } = guest;
  const waits = request?.state === 'open' || request?.state === 'asked-back';
  return (
    <details className="group/guest border-line border-b" open={request?.state === 'asked-back'}>
      <summary className="flex min-h-target list-none items-center gap-2 px-2 py-2 transition-colors hover:bg-sunken md:min-h-10">
        <ChevronDownIcon size={16} className="-rotate-90 shrink-0 transition-transform group-open/guest:rotate-0" />
        <span className="min-w-0 flex-1 md:truncate">
          <bdi className="font-medium">{displayName || email}</bdi>{' '}
          {displayName === '' ? null : <bdi className="break-all text-ink-muted text-sm max-md:block">{email}</bdi>}
        </span>
        <span className="flex shrink-0 flex-wrap justify-end gap-1.5">
          {invitation === null ? null : <StateBadge state={invitation.state} />}
          {request !== null && (waits || invitation === null) ? <RequestBadge state={request.state} /> : null}
        </span>
      </summary>
      <div className="grid gap-4 px-2 pt-1 pb-4 md:pl-8">
        <div className="grid gap-1 text-sm">
          <Sentence guest={guest} waits={waits} />
          {request?.decision?.changes.map((change) => (
            <p key={change.field}>{changeWords(change)}</p>
          ))}
          <p className="wrap-anywhere text-ink-muted">
            <bdi>{directory}</bdi> · {roles.length === 0 ? 'no role' : <bdi>{roles.join(', ')}</bdi>} · since{' '}
            <Instant iso={guest.createdAt} />
          </p>
          <p dir="auto" className="whitespace-pre-wrap wrap-anywhere text-ink-muted">
            {purpose}
          </p>
          {request === null ? null : (
            <p>
              <a href={`/requests/${request.id}`} className="underline">
                Open the request
              </a>
            </p>
          )}
        </div>
        <Thread messages={messages} />
        <GuestActs guest={guest} actions={actions} newKey={newKey} />
      </div>
    </details>
  );
}

/** How it stands, in words. */
function Sentence({ guest, waits }: { guest: GuestView; waits: boolean }) {
  const { request, invitation } = guest;
  const name = guestName(guest);
  const again =
    request !== null && (waits || (request.kind === 'reissue' && request.state === 'denied')) ? (
      <p>You asked to send it again. {requestSentence(request)}</p>
    ) : null;
  if (invitation === null) return <p>{request === null ? '' : requestSentence(request)}</p>;
  const approved = request?.state === 'approved' ? requestSentence(request) : '';
  switch (invitation.state) {
    case 'pending':
      return (
        <>
          <p>
            {approved} {name} has not accepted yet; the link works until <Instant iso={invitation.expiresAt} />.
          </p>
          {again}
        </>
      );
    case 'accepted':
      return (
        <p>
          {name} accepted
          {invitation.acceptedAt === '' ? (
            ''
          ) : (
            <>
              {' '}
              <Instant iso={invitation.acceptedAt} />
            </>
          )}{' '}
          and has an account now.
        </p>
      );
    case 'expired':
      return (
        <>
          <p>
            {name} did not accept in time: the link died <Instant iso={invitation.expiresAt} />.
          </p>
          {again}
        </>
      );
    case 'revoked':
      return <p>It was taken back; the link does not work any more.</p>;
    case 'failed':
      return <p>ConductorOne refused it. Nothing went out to {name}; ask the helpdesk.</p>;
    case 'cancelled':
      return <p>It was called off before it was sent. Nothing went out to {name}.</p>;
    case 'held':
      return <p>{approved} It waits a few minutes and then goes out by itself.</p>;
    default:
      return <p>{approved} It is on its way and goes out by itself.</p>;
  }
}
