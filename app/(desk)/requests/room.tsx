import { notFound, redirect } from 'next/navigation';
import { QueueList, type QueueTab, queueAddress } from '@/components/requests/queue-list';
import { RequestDetail } from '@/components/requests/request-detail';
import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Notice } from '@/components/ui/notice';
import { systemClock } from '@/lib/clock';
import { createContext } from '@/lib/context';
import { shownFailure } from '@/lib/failure-words';
import type { Context } from '@/lib/invitations/context';
import type { Actor } from '@/lib/invitations/policy';
import { listRequests } from '@/lib/invitations/requests/list-requests';
import { showRequest } from '@/lib/invitations/requests/show-request';
import type { RequestView } from '@/lib/invitations/requests/view';
import { requestId } from '@/lib/request';
import { decideAction } from './actions';

export type Query = Record<string, string | string[] | undefined>;

export const tabOf = ({ tab }: Query): QueueTab => (tab === 'decided' ? 'decided' : 'waiting');

type Queue = { yours: RequestView[]; asked: RequestView[]; others: RequestView[]; next: string | null; now: string };

/** What waits, the reader's own to decide first; or what is over. */
async function queueOf(ctx: Context, tab: QueueTab, after: string): Promise<Queue | null> {
  const [all, mine] = await Promise.all([
    listRequests({ ctx, input: { filter: tab === 'decided' ? 'decided' : 'all', after } }),
    tab === 'waiting' && after === '' ? listRequests({ ctx, input: { filter: 'mine-to-decide', after: '' } }) : null,
  ]);
  if (!all.ok) return null;
  const own = mine?.ok ? mine.value.requests : [];
  const ids = new Set(own.map(({ id }) => id));
  // Asked back, it is the requester's turn.
  const isAsked = ({ state }: RequestView) => state === 'asked-back';
  const { requests, next, now } = all.value;
  return {
    yours: own.filter((each) => !isAsked(each)),
    asked: own.filter(isAsked),
    others: requests.filter(({ id }) => !ids.has(id)),
    next,
    now,
  };
}

/** The queue, with the request that is open beside it; on a phone the one or the other. */
export async function RequestsRoom({ actor, query, open }: { actor: Actor; query: Query; open: string | null }) {
  const tab = tabOf(query);
  const after = typeof query.after === 'string' ? query.after : '';
  const id = await requestId();
  const ctx = createContext(actor, id);
  const queue = await queueOf(ctx, tab, after);
  // The page that the address leads to is none any more; the first one is.
  if (queue === null) redirect(queueAddress(tab));
  const shown = open ?? queue.yours[0]?.id ?? queue.asked[0]?.id ?? queue.others[0]?.id ?? null;
  const found = shown === null ? null : await showRequest({ ctx, input: { id: shown } });
  if (open !== null && found?.ok === false && found.failure.code === 'request-not-found') notFound();
  const none = queue.yours.length + queue.asked.length + queue.others.length === 0;
  return (
    <>
      {open === null ? null : (
        <p className="mb-2 text-sm lg:hidden">
          <a href={queueAddress(tab)} className="text-ink-muted underline-offset-4 hover:text-ink hover:underline">
            ← Requests
          </a>
        </p>
      )}
      <div className={open === null ? undefined : 'max-lg:sr-only'}>
        <h1 className="font-semibold text-xl">Requests</h1>
        <p className="mt-1 mb-4 text-ink-muted">What people ask for, the oldest first. Nobody decides their own.</p>
      </div>
      <div className="grid items-start gap-8 lg:grid-cols-[20rem_minmax(0,1fr)] xl:grid-cols-[24rem_minmax(0,1fr)]">
        <div className={classNames('min-w-0 lg:sticky lg:top-8', open !== null && 'max-lg:hidden')}>
          <Tabs tab={tab} />
          <div className="mt-3 grid gap-5 lg:max-h-[calc(100dvh-8rem)] lg:overflow-y-auto">
            <QueueList title="Yours to decide" requests={queue.yours} shown={shown ?? ''} tab={tab} now={queue.now} />
            <QueueList title="Asked back" requests={queue.asked} shown={shown ?? ''} tab={tab} now={queue.now} />
            <QueueList
              title={tab === 'decided' ? 'Over, the newest first' : 'Waiting for others'}
              requests={queue.others}
              shown={shown ?? ''}
              tab={tab}
              now={queue.now}
            />
            {none ? <Empty tab={tab} /> : null}
            <Paging tab={tab} after={after} next={queue.next} />
          </div>
        </div>
        <div className={classNames('min-w-0', open === null && 'max-lg:hidden')}>
          {found === null ? null : found.ok ? (
            <RequestDetail detail={found.value} decide={decideAction} />
          ) : (
            <Trouble words={shownFailure(found.failure, { requestId: id, now: systemClock.now() }).words} />
          )}
        </div>
      </div>
    </>
  );
}

function Tabs({ tab }: { tab: QueueTab }) {
  return (
    <nav aria-label="Kinds of requests">
      <ul className="flex gap-1 border-line border-b">
        {(['waiting', 'decided'] as const).map((each) => (
          <li key={each}>
            <a
              href={queueAddress(each)}
              aria-current={each === tab ? 'page' : undefined}
              className="-mb-px flex min-h-target items-center border-transparent border-b-2 px-2.5 text-ink-muted text-sm transition-colors hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink md:min-h-10"
            >
              {each === 'waiting' ? 'Waiting' : 'Decided'}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Empty({ tab }: { tab: QueueTab }) {
  return (
    <div className="py-6">
      <p className="font-medium">{tab === 'waiting' ? 'Nothing waits.' : 'Nothing was decided yet.'}</p>
      <p className="mt-1 text-ink-muted">
        {tab === 'waiting'
          ? 'Here is what sponsors ask for, until somebody has said yes or no.'
          : 'Here is what was approved, denied, withdrawn, or not decided in time.'}
      </p>
    </div>
  );
}

function Paging({ tab, after, next }: { tab: QueueTab; after: string; next: string | null }) {
  const address = (cursor: string) => {
    const params = new URLSearchParams({
      ...(tab === 'waiting' ? {} : { tab }),
      ...(cursor === '' ? {} : { after: cursor }),
    });
    return params.size === 0 ? '/requests' : `/requests?${params}`;
  };
  if (next === null && after === '') return null;
  return (
    <nav aria-label="Pages" className="flex flex-wrap gap-3">
      {after === '' ? null : (
        <a href={address('')} className={buttonClass('secondary', 'small')}>
          First page
        </a>
      )}
      {next === null ? null : (
        <a href={address(next)} className={buttonClass('secondary', 'small')}>
          Next page
        </a>
      )}
    </nav>
  );
}

const Trouble = ({ words }: { words: { what: string; why: string; next: string } }) => (
  <Notice tone="danger" title={words.what}>
    <p>{words.why}</p>
    <p>{words.next}</p>
  </Notice>
);
