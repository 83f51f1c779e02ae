import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { controlClass, Field } from '@/components/ui/field';
import { ChevronDownIcon } from '@/components/ui/icons';
import type { InvitationDetail } from '@/lib/invitations/desk';
import type { PersonView, RoleView } from '@/lib/invitations/invitation';
import { isLegal } from '@/lib/invitations/legal';
import { MAX_REASON } from '@/lib/invitations/reason';
import { type ActAction, ActForm } from './act-form';
import { whyNot } from './act-words';
import { Candidates } from './candidates';
import { ReissueForm } from './reissue-form';
import { UndoForm } from './undo-form';

export type ActActions = {
  revoke: ActAction;
  reissue: ActAction;
  check: ActAction;
  decide: ActAction;
  keep: ActAction;
  undo: ActAction;
};

/** What can be done with an invitation as it stands; and for what cannot, the reason. */
export function Acts({
  detail,
  actions,
  offer,
}: {
  detail: InvitationDetail;
  /** Null: this person may look, and nothing else. */
  actions: ActActions | null;
  /** What a new one may carry; null when the lists could not be had. */
  offer: { roles: RoleView[]; self: PersonView | null } | null;
}) {
  const { invitation, state } = detail;
  const id = invitation.ledger?.id ?? '';
  const name = invitation.displayName || invitation.email;
  return (
    <section aria-labelledby="acts" className="grid gap-3 rounded-lg border border-line bg-surface p-4">
      <h2 id="acts" className="font-semibold text-lg">
        What can be done
      </h2>
      {actions === null ? (
        <p className="text-ink-muted">Your role in Usher lets you look at invitations, not change them.</p>
      ) : (
        <>
          <Undo detail={detail} action={actions.undo} name={name} />
          {isLegal('decide', state) ? <Candidates detail={detail} action={actions.decide} /> : null}
          {isLegal('reissue', state) ? (
            <Panel title={`Send ${name}’s invitation again`} more="As it was, or with another name, roles or sponsor.">
              {offer === null ? (
                <p className="text-ink-muted">
                  ConductorOne cannot be asked for the roles just now. Reload the page in a minute.
                </p>
              ) : (
                <ReissueForm
                  action={actions.reissue}
                  invitation={invitation}
                  name={name}
                  open={state === 'pending'}
                  offer={offer}
                />
              )}
            </Panel>
          ) : (
            <WhyNot what="Send it again" why={whyNot('reissue', state)} />
          )}
          {isLegal('revoke', state) ? (
            <Panel title={`Revoke ${name}’s invitation`} more="The link dies at once.">
              <Revoke detail={detail} action={actions.revoke} name={name} />
            </Panel>
          ) : (
            <WhyNot what="Revoke it" why={whyNot('revoke', state)} />
          )}
          {detail.doubles.map(({ outsideId }) => (
            <Panel key={outsideId} title="Keep both invitations" more="Nothing changes: both links work.">
              <ActForm action={actions.keep} id={outsideId} label="Keep both invitations" busy="Noting…" once>
                <Reason id={`keep-reason-${outsideId}`} />
              </ActForm>
            </Panel>
          ))}
          {isLegal('check', state) ? (
            <ActForm action={actions.check} id={id} label="Check now" busy="Looking…" />
          ) : null}
        </>
      )}
    </section>
  );
}

/** Opens in place, with and without scripts. */
function Panel({ title, more, children }: { title: string; more: string; children: ReactNode }) {
  return (
    <details className="group rounded border border-line-strong">
      <summary className="flex min-h-target list-none items-center gap-2 px-3 py-2 font-medium transition-colors hover:bg-sunken md:min-h-10">
        <ChevronDownIcon size={16} className="-rotate-90 shrink-0 transition-transform group-open:rotate-0" />
        <bdi className="min-w-0 break-words">{title}</bdi>
      </summary>
      <div className="grid gap-3 border-line border-t p-3">
        <p className="text-ink-muted text-sm">{more}</p>
        {children}
      </div>
    </details>
  );
}

const WhyNot = ({ what, why }: { what: string; why: string }) => (
  <p className="text-sm">
    <span className="font-medium">{what}:</span> <span className="text-ink-muted">{why}</span>
  </p>
);

/** Whoever sent it takes it back with one press; to the others it is said whose it is. */
function Undo({
  detail: { invitation, state },
  action,
  name,
}: {
  detail: InvitationDetail;
  action: ActAction;
  name: string;
}) {
  const { ledger } = invitation;
  const mayUndo = ledger?.held?.mayUndo === true;
  return (
    <>
      <UndoForm action={action} id={ledger?.id ?? ''} name={name} waits={mayUndo} />
      {state !== 'held' || mayUndo ? null : (
        <WhyNot
          what="Undo it"
          why={`Only ${whose(ledger)} or an administrator can. Once it is sent, you can revoke it.`}
        />
      )}
    </>
  );
}

const whose = (ledger: InvitationDetail['invitation']['ledger']): string =>
  [ledger?.inviter, ledger?.approver].flatMap((human) => human?.name ?? []).join(', ');

function Revoke({ detail, action, name }: { detail: InvitationDetail; action: ActAction; name: string }) {
  const { roles, sponsor, email, ledger } = detail.invitation;
  return (
    <ActForm
      action={action}
      id={ledger?.id ?? ''}
      label={`Revoke ${name}’s invitation`}
      busy="Revoking…"
      kind="primary"
      once
    >
      <p className="break-words">
        <bdi className="font-medium">{name}</bdi> (<bdi>{email}</bdi>) will not be able to come in.{' '}
        {roles.length === 0 ? 'It carries no role' : `It carries ${roles.map((role) => role.name).join(', ')}`}
        {sponsor === null ? ', and has no sponsor.' : `; the sponsor is ${sponsor.name}.`}
      </p>
      <Reason id="revoke-reason" />
    </ActForm>
  );
}

const Reason = ({ id }: { id: string }) => (
  <Field id={id} label="Reason" hint="An auditor will read it.">
    <textarea
      id={id}
      name="reason"
      dir="auto"
      required
      rows={2}
      maxLength={MAX_REASON}
      aria-describedby={`${id}-hint`}
      className={classNames(controlClass, 'py-2')}
    />
  </Field>
);
