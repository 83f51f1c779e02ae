'use client';

import type { ReactNode } from 'react';
import { buttonClass } from '@/components/ui/button';
import type { GuestView } from '@/lib/invitations/requests/view';
import { Opening } from './opening';
import { type PostAction, PostedForm } from './posted-form';
import { guestName } from './request-words';
import { useSay } from './said';
import { WordsField } from './words-field';

export type GuestActions = {
  withdraw: PostAction;
  answer: PostAction;
  askReissue: PostAction;
  revoke: PostAction;
  undo: PostAction;
};

/** What one may do with a guest of one's own. */
export function GuestActs({ guest, actions, newKey }: { guest: GuestView; actions: GuestActions; newKey: string }) {
  const say = useSay();
  const { request, invitation, acts } = guest;
  const name = guestName(guest);
  const may = (act: GuestView['acts'][number]) => acts.includes(act);
  if (acts.length === 0) return null;
  return (
    <div className="grid max-w-words gap-3">
      {request !== null && may('answer') ? (
        <PostedForm action={actions.answer} label="Send the answer" busy="Sending…" kind="primary" onDone={say}>
          <Id value={request.id} />
          <WordsField id={`answer-${request.id}`} name="text" label="Your answer" />
        </PostedForm>
      ) : null}
      <div className="flex flex-wrap items-start gap-3">
        {request !== null && may('edit') ? (
          <a href={`/request/${request.id}`} className={buttonClass()}>
            Change the request
          </a>
        ) : null}
        {request !== null && may('withdraw') ? (
          <PostedForm action={actions.withdraw} label="Withdraw the request" busy="Withdrawing…" onDone={say}>
            <Id value={request.id} />
          </PostedForm>
        ) : null}
      </div>
      {invitation !== null && may('ask-reissue') ? (
        <Opening title={`Ask to send ${name}’s invitation again`}>
          <p className="text-ink-muted text-sm">
            A new mail with a new link, once somebody has approved it. The old link dies then.
          </p>
          <PostedForm
            action={actions.askReissue}
            label="Ask to send it again"
            busy="Asking…"
            kind="primary"
            onDone={say}
          >
            <Id value={invitation.id} />
            <input type="hidden" name="submissionKey" value={newKey} />
            <WordsField id={`again-${invitation.id}`} name="reason" label="Why again?" optional />
          </PostedForm>
        </Opening>
      ) : null}
      {invitation !== null && may('undo') ? (
        <PostedForm action={actions.undo} label={`Undo ${name}’s invitation`} busy="Undoing…" onDone={say}>
          <Id value={invitation.id} />
          <p className="text-ink-muted text-sm">It has not been sent. Undone, it never is; you can ask again.</p>
        </PostedForm>
      ) : null}
      {invitation !== null && may('revoke') ? (
        <Opening title={`Revoke ${name}’s invitation`}>
          <p className="text-ink-muted text-sm">The link dies at once, and {name} will not be able to come in.</p>
          <PostedForm
            action={actions.revoke}
            label={`Revoke ${name}’s invitation`}
            busy="Revoking…"
            kind="primary"
            onDone={say}
          >
            <Id value={invitation.id} />
            <WordsField id={`revoke-${invitation.id}`} name="reason" label="Reason" hint="An auditor will read it." />
          </PostedForm>
        </Opening>
      ) : null}
    </div>
  );
}

const Id = ({ value }: { value: string }): ReactNode => <input type="hidden" name="id" value={value} />;
