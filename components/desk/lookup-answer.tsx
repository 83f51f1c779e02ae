import { buttonClass } from '@/components/ui/button';
import { Instant } from '@/components/ui/instant';
import { Notice } from '@/components/ui/notice';
import type { Lookup } from '@/lib/invitations/desk';
import type { LedgerState } from '@/lib/invitations/ledger-states';
import { isLegal } from '@/lib/invitations/legal';
import { CallerAnswer } from './caller-answer';
import { adviceFor } from './caller-words';
import { Moment } from './moment';
import { OutsideBadge } from './outside-badge';
import { StateBadge } from './state-badge';

type Found = Lookup['invitations'][number];

/** What to say to the caller: the latest invitation first and in full, the earlier ones below in a line each. */
export function LookupAnswer({ answer, mayInvite }: { answer: Lookup; mayInvite: boolean }) {
  const [latest, ...earlier] = answer.invitations;
  return (
    <div className="mt-6 grid max-w-form gap-6">
      <Account answer={answer} />
      {latest === undefined ? (
        <NothingFound answer={answer} mayInvite={mayInvite} />
      ) : (
        <Latest found={latest} mayInvite={mayInvite} />
      )}
      {earlier.length === 0 ? null : <Earlier list={earlier} now={answer.now} />}
    </div>
  );
}

function Account({ answer: { account, asked, email } }: { answer: Lookup }) {
  if (!asked) {
    return (
      <Notice tone="warn" title="ConductorOne cannot be asked just now.">
        <p>Whether {email} already belongs to an account is not known. Try again in a minute.</p>
      </Notice>
    );
  }
  if (account === null) return null;
  return (
    <Notice tone="info" title={`${account.name} has an account with this address.`}>
      <p>{account.title === '' ? 'They can sign in as usual.' : `${account.title}. They can sign in as usual.`}</p>
    </Notice>
  );
}

function Latest({ found: { invitation, state, outside, seen }, mayInvite }: { found: Found; mayInvite: boolean }) {
  const { email, displayName, expiresAt, acceptedAt, createdAt, purpose, directory, sponsor, roles } = invitation;
  const inviter = invitation.ledger?.inviter ?? null;
  const href = `/invitations/${invitation.ledger?.id}`;
  return (
    <section aria-labelledby="answer" className="rounded-lg border border-line bg-surface">
      <div className="grid gap-3 p-4 md:p-5">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h2 id="answer" className="min-w-0 break-words font-semibold text-lg">
            <bdi>{displayName || email}</bdi>
          </h2>
          <StateBadge state={state} />
        </div>
        <p className="text-lg">
          <CallerAnswer state={state} expiresAt={expiresAt} acceptedAt={acceptedAt} />
        </p>
        {seen === 'now' ? null : (
          <p className="text-sm text-warn-fg">
            {seen === 'gone'
              ? 'ConductorOne does not know this invitation any more'
              : 'ConductorOne cannot be asked just now'}
            : this is how it stood <Instant iso={invitation.checkedAt} show="relative" />.
          </p>
        )}
        <p className="break-words">
          {outside || inviter === null ? (
            <OutsideBadge />
          ) : (
            <>
              <bdi className="font-medium">{inviter.name}</bdi> invited them
            </>
          )}{' '}
          into <bdi>{directory.name}</bdi>
          {roles.length === 0 ? '' : `, with ${roles.map(({ name }) => name).join(', ')}`}
          {sponsor === null ? '' : `; sponsor ${sponsor.name}`}. Created <Instant iso={createdAt} />.
        </p>
        {purpose === '' ? null : (
          <p className="break-words">
            <span className="text-ink-muted">Why: </span>
            <span dir="auto">{purpose}</span>
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          <a href={href} className={buttonClass('primary')}>
            {mayInvite ? openWords(state) : 'Open it'}
          </a>
        </div>
      </div>
      <div className="border-line border-t p-4 md:p-5">
        <h3 className="font-medium">What to tell them</h3>
        <dl className="mt-2 grid gap-2">
          {adviceFor(state, email).map(({ title, text }) => (
            <div key={title}>
              <dt className="font-medium text-sm">{title}</dt>
              <dd className="text-ink-muted">{text}</dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );
}

function Earlier({ list, now }: { list: readonly Found[]; now: string }) {
  return (
    <section aria-labelledby="earlier">
      <h2 id="earlier" className="font-semibold text-lg">
        Earlier
      </h2>
      <ul className="mt-2 border-line border-t">
        {list.map(({ invitation, state, outside }) => (
          <li key={invitation.ledger?.id} className="border-line border-b">
            <a
              href={`/invitations/${invitation.ledger?.id}`}
              className="flex min-h-target flex-wrap items-center gap-x-3 gap-y-1 px-2 py-1 text-sm transition-colors hover:bg-sunken md:min-h-10"
            >
              <StateBadge state={state} />
              <span>
                created <Moment iso={invitation.createdAt} now={now} />
              </span>
              {outside ? (
                <OutsideBadge />
              ) : (
                <span className="text-ink-muted">
                  by <bdi>{invitation.ledger?.inviter?.name ?? ''}</bdi>
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function NothingFound({
  answer: { email, displayName, account, copy, now },
  mayInvite,
}: {
  answer: Lookup;
  mayInvite: boolean;
}) {
  const params = new URLSearchParams({ email, ...(displayName === '' ? {} : { name: displayName }) });
  return (
    <section aria-labelledby="nothing">
      <h2 id="nothing" className="break-words font-semibold text-lg">
        There is no invitation for <bdi>{email}</bdi>
      </h2>
      <p className="mt-1 text-ink-muted">
        {copy.wholeAt === null ? (
          'The copy of what is in ConductorOne is not whole yet, so one that was made outside Usher may be missing here.'
        ) : (
          <>
            Usher never sent one; of those made outside Usher it knows as of <Moment iso={copy.wholeAt} now={now} />.
          </>
        )}{' '}
        Ask for another address: a typing error, or a private one.
      </p>
      {mayInvite && account === null ? (
        <p className="mt-4">
          <a href={`/invite?${params}`} className={buttonClass('primary')}>
            Invite this person
          </a>
        </p>
      ) : null}
    </section>
  );
}

function openWords(state: LedgerState): string {
  if (isLegal('decide', state)) return 'Open it to say which is ours';
  return isLegal('reissue', state) ? 'Open it to send again or revoke' : 'Open it';
}
