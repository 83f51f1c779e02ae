import { Instant } from '@/components/ui/instant';
import type { DeskEvent } from '@/lib/invitations/desk';
import { auditAddress, WHOLE_AUDIT } from './audit-address';
import { eventWords, textsOf } from './event-words';

/** Entries of the audit, each in a sentence, with the plain facts folded below it. */
export function AuditEntries({ events }: { events: readonly DeskEvent[] }) {
  return (
    <ol className="border-line border-t transition-opacity group-[.is-loading]:opacity-50">
      {events.map((event) => (
        <li key={event.sequence} className="border-line border-b py-2.5">
          <Entry event={event} />
        </li>
      ))}
    </ol>
  );
}

function Entry({ event }: { event: DeskEvent }) {
  const { who, what } = eventWords(event);
  return (
    <details>
      <summary className="flex list-none flex-wrap items-baseline gap-x-4 gap-y-0.5 hover:bg-sunken md:flex-nowrap">
        <span className="w-14 shrink-0 text-ink-muted text-sm tabular-nums">#{event.sequence}</span>
        <span className="min-w-0 flex-1 basis-64 break-words">
          <bdi className="font-medium">{who}</bdi> {what}.
          {textsOf(event).map(({ name, text }) => (
            <span key={name} className="block break-words text-sm">
              <span className="text-ink-muted">{name}: </span>
              <span dir="auto">{text}</span>
            </span>
          ))}
        </span>
        <span className="shrink-0 text-ink-muted text-sm">
          <Instant iso={event.at} show="absolute" />
        </span>
      </summary>
      <dl className="mt-2 grid gap-x-4 gap-y-1 pb-1 text-sm sm:grid-cols-[8rem_minmax(0,1fr)] md:pl-[4.5rem]">
        <Fact name="Action" value={event.action} />
        {event.actor === null ? null : (
          <Fact
            name="By"
            value={[event.actor.name, event.actor.email, event.actor.role, event.actor.subject]
              .filter(Boolean)
              .join(' · ')}
          />
        )}
        {event.target === null ? null : (
          <Fact name="On" value={[event.target.name, event.target.email].filter(Boolean).join(' · ')} />
        )}
        <Fact name="ConductorOne id" value={event.upstreamId ?? ''} />
        <Fact name="Request id" value={event.requestId} />
        <Fact name="Details" value={Object.keys(event.details).length === 0 ? '' : JSON.stringify(event.details)} />
        {event.invitationId === null ? null : (
          <>
            <dt className="text-ink-muted">Invitation</dt>
            <dd className="flex flex-wrap gap-x-4">
              <a href={`/invitations/${event.invitationId}`} className="underline">
                Open it
              </a>
              <a href={auditAddress({ ...WHOLE_AUDIT, invitationId: event.invitationId })} className="underline">
                All entries about it
              </a>
            </dd>
          </>
        )}
      </dl>
    </details>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  if (value === '') return null;
  return (
    <>
      <dt className="text-ink-muted">{name}</dt>
      <dd className="min-w-0 break-all">
        <bdi>{value}</bdi>
      </dd>
    </>
  );
}
