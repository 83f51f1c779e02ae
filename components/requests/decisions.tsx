'use client';

import type { ReactNode } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { controlClass, Field, lineHeightClass } from '@/components/ui/field';
import type { ShownFailure } from '@/lib/action-state';
import type { RequestDetail, RequestView } from '@/lib/invitations/requests/view';
import { useDecided } from './decided-context';
import { Opening } from './opening';
import { KeyCap, type PostAction, PostedForm } from './posted-form';
import { APPROVE_ID, DENY_ID } from './queue-frame';
import { guestName } from './request-words';
import { RoleBoxes } from './role-boxes';
import { WordsField } from './words-field';

/** The reader's word on a request: each button says exactly what it does. */
export function Decisions({ detail, decide }: { detail: RequestDetail; decide: PostAction }) {
  const { request, roles, standing } = detail;
  const decided = useDecided();
  const name = guestName(request);
  const again = request.kind === 'reissue';
  const invite = again ? `send ${name}’s invitation again` : `invite ${name}`;
  const known = standing.person !== null || standing.invitation !== null;
  const shared = {
    action: decide,
    onDone: (message: string) => decided(message, request.id),
    wayOn: (failure: ShownFailure) => <WayOn failure={failure} id={request.id} />,
  };
  return (
    <section aria-labelledby="decide" className="grid gap-3 rounded-lg border border-line bg-surface p-4">
      <h3 id="decide" className="font-semibold text-lg">
        Your decision
      </h3>
      <div id={APPROVE_ID}>
        <PostedForm
          {...shared}
          label={`Approve and ${invite}`}
          busy="Approving…"
          kind={known ? 'secondary' : 'primary'}
          shortcut="a"
        >
          <Which request={request} decision="approve" />
        </PostedForm>
      </div>
      {again ? null : (
        <Opening title="Approve with changes">
          <PostedForm {...shared} label={`Approve with these changes and ${invite}`} busy="Approving…" kind="primary">
            <Which request={request} decision="approve" />
            <input type="hidden" name="changed" value="yes" />
            <p className="text-ink-muted text-sm">
              Take roles away, correct the name, add a note. {request.requester.name} sees what you changed. For
              anything else, ask back.
            </p>
            <RoleBoxes
              id="decide-roles"
              legend="Roles that stay"
              none="No role is asked for."
              roles={roles}
              ticked={request.roles.map(({ id }) => id)}
            />
            <Field id="decide-name" label="Name">
              <input
                id="decide-name"
                name="displayName"
                dir="auto"
                required
                defaultValue={request.displayName}
                className={classNames(controlClass, lineHeightClass)}
              />
            </Field>
            <WordsField id="decide-note" name="note" label="Note" optional />
          </PostedForm>
        </Opening>
      )}
      <div id={DENY_ID}>
        <Opening title="Deny" letter={<KeyCap letter="d" />}>
          <PostedForm {...shared} label={`Deny ${request.requester.name}’s request`} busy="Denying…" kind="primary">
            <Which request={request} decision="deny" />
            <WordsField
              id="decide-reason"
              name="reason"
              label="Reason"
              hint={`${request.requester.name} will read it.`}
            />
          </PostedForm>
        </Opening>
      </div>
      <Opening title="Ask back">
        <PostedForm {...shared} label={`Ask ${request.requester.name}`} busy="Asking…" kind="primary">
          <Which request={request} decision="ask-back" />
          <WordsField
            id="decide-question"
            name="question"
            label="Question"
            hint="It waits for the answer; then it is yours to decide again."
          />
        </PostedForm>
      </Opening>
    </section>
  );
}

/** What the decision is on: exactly the version that is shown. */
function Which({ request, decision }: { request: RequestView; decision: 'approve' | 'deny' | 'ask-back' }) {
  return (
    <>
      <input type="hidden" name="decision" value={decision} />
      <input type="hidden" name="id" value={request.id} />
      <input type="hidden" name="revision" value={request.revision} />
      <input type="hidden" name="contentHash" value={request.contentHash} />
    </>
  );
}

/** After these the page shows something that is not so any more. */
const OUT_OF_DATE: ReadonlySet<ShownFailure['code']> = new Set([
  'request-closed',
  'request-changed',
  'outcome-unknown',
  'waiting-to-be-sent',
  'not-an-approver',
]);

/** What leads on from a decision that did not come about. */
function WayOn({ failure, id }: { failure: ShownFailure; id: string }): ReactNode {
  if (OUT_OF_DATE.has(failure.code)) {
    return (
      <p>
        <a href={`/requests/${id}`} className={buttonClass()}>
          Show how it stands now
        </a>
      </p>
    );
  }
  if (failure.overridable) {
    return (
      <p>
        <Button type="submit" name="override" value="yes">
          Invite all the same
        </Button>
      </p>
    );
  }
  return null;
}
