import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { GROUP_WORDS, grouped } from '@/components/requests/guest-groups';
import { GuestLine } from '@/components/requests/guest-line';
import { SaidFrame } from '@/components/requests/said';
import { buttonClass } from '@/components/ui/button';
import { requirePermission } from '@/lib/auth/gate';
import { systemClock } from '@/lib/clock';
import { createContext } from '@/lib/context';
import type { Context } from '@/lib/invitations/context';
import { myGuests } from '@/lib/invitations/requests/my-guests';
import { showRequest } from '@/lib/invitations/requests/show-request';
import type { GuestView, RequestMessageView } from '@/lib/invitations/requests/view';
import { requestId } from '@/lib/request';
import { undoAction } from '../invitations/[id]/actions';
import { answerAction, askReissueAction, revokeGuestAction, withdrawAction } from './actions';

export const metadata: Metadata = { title: 'My guests' };

const ACTIONS = {
  withdraw: withdrawAction,
  answer: answerAction,
  askReissue: askReissueAction,
  revoke: revokeGuestAction,
  undo: undoAction,
};

/** What was asked back, of the requests that wait for an answer. */
async function questionsOf(ctx: Context, guests: readonly GuestView[]): Promise<Map<string, RequestMessageView[]>> {
  const asked = guests.flatMap(({ request, acts }) =>
    request !== null && acts.includes('answer') ? [request.id] : [],
  );
  const threads = await Promise.all(
    asked.map(async (id) => {
      const found = await showRequest({ ctx, input: { id } });
      return [id, found.ok ? found.value.messages : []] as const;
    }),
  );
  return new Map(threads);
}

export default async function MyGuestsPage() {
  const actor = await requirePermission('guest.read', '/my-guests');
  const ctx = createContext(actor, await requestId());
  const listed = await myGuests({ ctx });
  if (!listed.ok) redirect('/no-access');
  const questions = await questionsOf(ctx, listed.value);
  const groups = grouped(listed.value, systemClock.now().toISOString());
  return (
    <>
      <div className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div>
          <h1 className="font-semibold text-xl">My guests</h1>
          <p className="mt-1 max-w-words text-ink-muted">
            Everybody you have asked for, invited or vouch for, and how it stands.
          </p>
        </div>
        {groups.length === 0 ? null : (
          <a href="/request" className={buttonClass('primary')}>
            Request access for a guest
          </a>
        )}
      </div>
      <SaidFrame>
        {groups.length === 0 ? <Empty /> : null}
        <div className="grid gap-8">
          {groups.map(({ group, guests }) => (
            <section key={group} aria-labelledby={`guests-${group}`}>
              <h2 id={`guests-${group}`} className="font-semibold text-lg">
                {GROUP_WORDS[group].title}{' '}
                <span className="font-normal text-ink-muted text-sm tabular-nums">{guests.length}</span>
              </h2>
              <p className="mb-1 text-ink-muted text-sm">{GROUP_WORDS[group].text}</p>
              <div className="border-line border-t">
                {guests.map((guest) => (
                  <GuestLine
                    key={guest.key}
                    guest={guest}
                    messages={questions.get(guest.request?.id ?? '') ?? []}
                    actions={ACTIONS}
                    newKey={crypto.randomUUID()}
                  />
                ))}
              </div>
            </section>
          ))}
        </div>
      </SaidFrame>
    </>
  );
}

function Empty() {
  return (
    <div className="max-w-words py-6">
      <p className="font-medium">You have not asked for anybody yet.</p>
      <p className="mt-1 mb-4 text-ink-muted">
        Say who it is and why they need access. Somebody decides, and here you see how it goes on until they are in.
      </p>
      <a href="/request" className={buttonClass('primary')}>
        Request access for a guest
      </a>
    </div>
  );
}
