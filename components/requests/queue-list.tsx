import { Moment } from '@/components/desk/moment';
import type { RequestView } from '@/lib/invitations/requests/view';
import { RequestBadge } from './request-badge';
import { shownState } from './request-words';

export type QueueTab = 'waiting' | 'decided';
export const queueAddress = (tab: QueueTab, id = ''): string =>
  `/requests${id === '' ? '' : `/${id}`}${tab === 'waiting' ? '' : `?tab=${tab}`}`;

/** Requests, one to a line of two; the whole line opens. */
export function QueueList({
  title,
  requests,
  shown,
  tab,
  now,
}: {
  title: string;
  requests: readonly RequestView[];
  /** The one beside the list. */
  shown: string;
  tab: QueueTab;
  now: string;
}) {
  if (requests.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 className="border-line border-b px-3 pb-1 font-medium text-ink-muted text-sm">
        {title} <span className="tabular-nums">({requests.length})</span>
      </h2>
      <ul>
        {requests.map((request) => (
          <li key={request.id} className="border-line border-b">
            <a
              data-row={request.id}
              href={queueAddress(tab, request.id)}
              aria-current={request.id === shown ? 'true' : undefined}
              className="block px-3 py-2 text-sm transition-colors hover:bg-sunken focus-visible:-outline-offset-2 lg:aria-[current]:bg-accent-soft"
            >
              <span className="flex min-w-0 items-center justify-between gap-2">
                <bdi className="min-w-0 truncate font-medium text-base">{request.displayName || request.email}</bdi>
                {shownState(request) === 'open' ? (
                  <span className="shrink-0 text-ink-muted tabular-nums">
                    <span className="sr-only">asked </span>
                    <Moment iso={request.createdAt} now={now} />
                  </span>
                ) : (
                  <span className="shrink-0">
                    <RequestBadge state={shownState(request)} />
                  </span>
                )}
              </span>
              <span className="block truncate text-ink-muted">
                {request.mine ? 'you asked' : <bdi>{request.requester.name}</bdi>} · <bdi>{request.email}</bdi>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
