import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ledgerSentence } from '@/components/desk/act-words';
import { Acts } from '@/components/desk/acts';
import { Doubles } from '@/components/desk/doubles';
import { Facts } from '@/components/desk/facts';
import { HeldNotice } from '@/components/desk/held-notice';
import { KeepFresh } from '@/components/desk/keep-fresh';
import { StateBadge } from '@/components/desk/state-badge';
import { StatusLine } from '@/components/desk/status-line';
import { Timeline } from '@/components/desk/timeline';
import { shortName } from '@/components/invite/status-words';
import { Instant } from '@/components/ui/instant';
import { Notice } from '@/components/ui/notice';
import { requirePermission } from '@/lib/auth/gate';
import { createContext } from '@/lib/context';
import type { InvitationDetail } from '@/lib/invitations/desk';
import { inviteFormOptions } from '@/lib/invitations/invite-form';
import { isLive } from '@/lib/invitations/ledger-states';
import { isLegal } from '@/lib/invitations/legal';
import { can } from '@/lib/invitations/policy';
import { showInvitation, showInvitationSchema } from '@/lib/invitations/show-invitation';
import { requestId } from '@/lib/request';
import { checkAction, decideAction, keepBothAction, reissueAction, revokeAction, undoAction } from './actions';

export const metadata: Metadata = { title: 'Invitation' };

const ACTIONS = {
  revoke: revokeAction,
  reissue: reissueAction,
  check: checkAction,
  decide: decideAction,
  keep: keepBothAction,
  undo: undoAction,
};

export default async function InvitationPage({ params }: { params: Promise<{ id: string }> }) {
  const asked = await params;
  const actor = await requirePermission('invitation.read', `/invitations/${encodeURIComponent(asked.id)}`);
  const input = showInvitationSchema.safeParse(asked);
  if (!input.success) notFound();
  const ctx = createContext(actor, await requestId());
  const found = await showInvitation({ ctx, input: input.data });
  if (!found.ok) notFound();
  const detail = found.value;
  const mayAct = can(actor, 'invitation.revoke');
  const options = mayAct && isLegal('reissue', detail.state) ? await inviteFormOptions({ ctx, input: {} }) : null;
  const { invitation, state } = detail;
  return (
    <>
      {isLive(state) ? <KeepFresh /> : null}
      <p className="text-sm">
        <a href="/invitations" className="text-ink-muted underline-offset-4 hover:text-ink hover:underline">
          ← Invitations
        </a>
      </p>
      <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="min-w-0 break-words font-semibold text-xl">
          <bdi>{invitation.displayName || invitation.email}</bdi>
        </h1>
        <StateBadge state={state} />
      </div>
      <Standing detail={detail} />
      <Doubles detail={detail} />
      <div className="mt-6 grid gap-8 lg:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="grid content-start gap-8">
          <Facts detail={detail} />
          <Timeline detail={detail} />
          <Others detail={detail} />
        </div>
        <div className="max-lg:row-start-1">
          <Acts
            detail={detail}
            actions={mayAct ? ACTIONS : null}
            offer={options?.ok ? { roles: options.value.roles, self: options.value.self } : null}
          />
        </div>
      </div>
    </>
  );
}

const NOT_SEEN = {
  before: 'ConductorOne cannot be asked just now.',
  gone: 'ConductorOne does not know this invitation any more.',
} as const;

/** Where it stands, in a sentence, and how sure that is. */
function Standing({ detail }: { detail: InvitationDetail }) {
  const { invitation, state, failure, seen } = detail;
  const held = invitation.ledger?.held ?? null;
  const words = ledgerSentence(state, invitation.displayName || invitation.email, failure?.code);
  return (
    <div className="mt-1 max-w-form">
      <p role={held === null ? 'status' : undefined} className="text-ink-muted">
        {held !== null ? (
          <HeldNotice until={held.until} name={shortName(invitation)} />
        ) : words === '' ? (
          <StatusLine invitation={invitation} state={state} />
        ) : (
          words
        )}
      </p>
      {state === 'failed' && failure !== null && failure.detail !== '' ? (
        <p className="mt-1 break-words">
          {failure.code === 'policy-denied' ? (
            <bdi>{failure.detail}</bdi>
          ) : (
            <>
              Its words: “<bdi>{failure.detail}</bdi>”
            </>
          )}
        </p>
      ) : null}
      {seen === 'now' && invitation.id !== '' ? (
        <p className="text-ink-muted text-sm">
          Checked <Instant iso={invitation.checkedAt} show="relative" />.
        </p>
      ) : null}
      {seen === 'now' ? null : (
        <Notice tone="warn" title={NOT_SEEN[seen]} className="mt-3">
          <p>
            This is how it stood <Instant iso={invitation.checkedAt} show="relative" />.
          </p>
        </Notice>
      )}
    </div>
  );
}

function Others({ detail: { others } }: { detail: InvitationDetail }) {
  if (others.length === 0) return null;
  return (
    <section aria-labelledby="others">
      <h2 id="others" className="font-semibold text-lg">
        Other invitations of this person
      </h2>
      <ul className="mt-2 grid gap-1">
        {others.map(({ id, state, createdAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-3">
            <StateBadge state={state} />
            <a href={`/invitations/${id}`} className="underline">
              Open
            </a>
            <span className="text-ink-muted text-sm">
              created <Instant iso={createdAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
