import { Instant } from '@/components/ui/instant';
import type { DeskEvent, InvitationDetail } from '@/lib/invitations/desk';
import { eventWords, textsOf } from './event-words';

/** What happened to an invitation, newest first, with the names of whoever did it. */
export function Timeline({ detail }: { detail: InvitationDetail }) {
  const { events, attempts, outside, invitation } = detail;
  return (
    <section aria-labelledby="history">
      <h2 id="history" className="font-semibold text-lg">
        History
      </h2>
      {attempts.length > 1 ? (
        <p className="mt-1 text-ink-muted text-sm">{attempts.length} requests to ConductorOne so far.</p>
      ) : null}
      <ol className="mt-3 border-line border-l">
        {[...events].reverse().map((event) => (
          <Entry key={event.sequence} event={event} />
        ))}
        {outside ? (
          <li className="relative pb-4 pl-5">
            <Dot />
            <p>Somebody created it in ConductorOne, outside Usher.</p>
            <p className="text-ink-muted text-sm">
              <Instant iso={invitation.createdAt} />
            </p>
          </li>
        ) : null}
      </ol>
    </section>
  );
}

const Dot = () => (
  <span
    aria-hidden="true"
    className="absolute top-2 -left-[5px] size-[9px] rounded-full border-2 border-canvas bg-line-strong"
  />
);

function Entry({ event }: { event: DeskEvent }) {
  const { who, what } = eventWords(event);
  return (
    <li className="relative pb-4 pl-5">
      <Dot />
      <p className="break-words">
        <bdi className="font-medium">{who}</bdi> {what}.
      </p>
      {textsOf(event).map(({ name, text }) => (
        <p key={name} className="break-words text-sm">
          <span className="text-ink-muted">{name}: </span>
          <span dir="auto">{text}</span>
        </p>
      ))}
      <p className="text-ink-muted text-sm">
        <Instant iso={event.at} />
      </p>
    </li>
  );
}
