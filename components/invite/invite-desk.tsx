'use client';

import { type KeyboardEvent, type SubmitEvent, useActionState, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { InviteState } from '@/lib/action-state';
import type { InviteValues } from '@/lib/invitations/fields';
import type { PersonView } from '@/lib/invitations/invitation';
import { AfterSending } from './after-sending';
import { Asked } from './asked';
import { CalledOff } from './called-off';
import { CheckFindings } from './check-findings';
import { dropDraft, rememberDirectory } from './draft';
import { FailurePanel } from './failure-panel';
import { InviteFieldsView, MORE_ID } from './invite-fields';
import type { PeopleAction } from './many/people-panel';
import type { Offer } from './offer';
import { type Ahead, Prospect } from './prospect';
import { isOpen, keyAfter } from './submission';
import { ALL_FIELDS, FORM_ID, fieldId, useInviteFields } from './use-invite-fields';
import { useMany } from './use-many';
import { type CheckAction, type InviteAction, useSending } from './use-sending';
import { type UndoAction, useUndo } from './use-undo';

const SAY_WHY = 'Say why this address is right, or take the one that was meant.';
const IDLE: InviteState = { status: 'idle' };

export type InviteDeskProps = {
  action: InviteAction;
  checkAction: CheckAction;
  /** Takes back what waits to be sent. */
  undo: UndoAction;
  /** Asks for the approval that the policy wants, with the form's content. Absent: the form can only be sent. */
  ask?: InviteAction;
  /** Makes an import of many people. Absent: the form takes one. */
  people?: PeopleAction;
  offer: Offer;
  /** The values of an empty form, or of a link; with a fresh submission key. */
  initial: InviteValues;
  sponsor: PersonView | null;
  /** Whether the address fills the form: then no draft does. */
  linked: boolean;
  /** Whose draft this is. */
  owner: string;
};

/** The invitation form with its panel, and the receipt that takes their place. */
export function InviteDesk(props: InviteDeskProps) {
  const { offer } = props;
  // For a post without scripts: the server renders its outcome. In the browser, `sending` calls the action by itself.
  const [posted, postAction] = useActionState(props.action, IDLE);
  const values = posted.status === 'invalid' || posted.status === 'failed' ? posted.values : props.initial;
  const [initial] = useState(values);
  const sending = useSending(
    { invite: props.action, ask: props.ask, check: props.checkAction },
    posted,
    keyAfter(posted, props.initial.submissionKey, () => props.initial.submissionKey),
  );
  const undoing = useUndo(props.undo);
  const fields = useInviteFields({
    initial,
    sponsor: posted.status === 'idle' ? props.sponsor : sponsorOf(values.sponsorUserId, [props.sponsor, offer.self]),
    problems: posted.status === 'invalid' ? posted.fields : {},
    mayRestore: posted.status === 'idle' && !props.linked,
    directoryIds: offer.directories.map(({ id }) => id),
    roleIds: offer.unloaded ? null : offer.roles.map(({ id }) => id),
    owner: props.owner,
  });
  const people = useMany({
    fields,
    owner: props.owner,
    offered: props.people !== undefined,
    mayRestore: posted.status === 'idle' && !props.linked,
  });
  const { many } = people;
  /** Posts many. */
  const submitMany = useRef(() => {});
  const { state } = sending;
  const [focusOn, setFocusOn] = useState<'problem' | 'email' | null>(posted.status === 'invalid' ? 'problem' : null);
  const form = useRef<HTMLFormElement>(null);
  /** What the panel knows by now: a press on the button goes by it, and the server by its own look. */
  const ahead = useRef<Ahead>({ warned: false, asks: false });

  // After the render in which the problems, or the empty form, are there to be focused.
  useEffect(() => {
    if (focusOn === null) return;
    setFocusOn(null);
    if (focusOn === 'email') document.getElementById(fieldId('email'))?.focus();
    else focusFirst(ALL_FIELDS.filter((name) => fields.problem(name) !== undefined));
  }, [focusOn, fields]);

  const obstacle = offer.unloaded
    ? 'The directories and roles could not be loaded; without them nothing can be sent.'
    : offer.directories.length === 0
      ? 'There is no directory to invite into.'
      : sending.blocked
        ? 'First find out what became of the last try: “Check now”.'
        : '';

  async function submit(override: string, ask: boolean) {
    if (sending.sending || obstacle !== '') return;
    if (!(await fields.check())) return setFocusOn('problem');
    const { submissionKey: _form, ...content } = fields.form.getValues();
    if (ahead.current.warned && content.acknowledged.trim() === '') {
      fields.setServerProblems({ acknowledged: SAY_WHY });
      return setFocusOn('problem');
    }
    const next = await sending.send({ ...content, override }, ask || ahead.current.asks);
    if (next?.status === 'invalid') {
      fields.setServerProblems(next.fields);
      setFocusOn('problem');
    }
    if (next?.status === 'ok' || next?.status === 'asked') remember(content.directoryId);
  }

  function remember(directoryId: string) {
    rememberDirectory(directoryId);
    dropDraft();
  }

  async function checkNow() {
    const next = await sending.checkNow();
    if (next?.status === 'ok' && next.value.kind === 'found') remember(fields.form.getValues('directoryId'));
  }

  function another() {
    sending.restart();
    fields.clearPerson();
    setFocusOn('email');
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.current?.requestSubmit();
  }

  if (state.status === 'asked') return <Asked id={state.id} onAnother={another} />;
  if (state.status === 'ok') {
    const { look } = sending;
    return (
      <AfterSending key={state.requestId} receipt={state.value} undoing={undoing} look={look} onAnother={another} />
    );
  }
  if (state.status === 'idle' && undoing.posted.status !== 'idle') return <CalledOff state={undoing.posted} name="" />;

  const general = state.status === 'invalid' ? generalProblem(fields.serverProblems) : '';
  return (
    <div className="grid items-start gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <form
        id={FORM_ID}
        ref={form}
        action={postAction}
        noValidate
        aria-label="Invitation"
        className="min-w-0 max-w-form"
        onFocus={fields.warmUp}
        onKeyDown={onKeyDown}
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          if (many !== null) return submitMany.current();
          const pressed = event.nativeEvent.submitter;
          const name = pressed instanceof HTMLButtonElement ? pressed.name : '';
          void submit(name === 'override' ? 'yes' : '', name === 'ask');
        }}
      >
        <input type="hidden" name="submissionKey" value={sending.submissionKey} />
        <InviteFieldsView
          fields={fields}
          initial={initial}
          offer={offer}
          people={people}
          moreOpen={initial.ticket !== '' || initial.jobId !== '' || initial.onboardingFlowId !== ''}
        />
      </form>
      <div className="grid min-w-0 gap-5 lg:sticky lg:top-8">
        {many !== null && props.people !== undefined ? (
          <many.parts.PeoplePanel
            store={many.store}
            fields={fields}
            action={props.people}
            obstacle={obstacle}
            submit={submitMany}
            onProblem={() => setFocusOn('problem')}
            onMade={() => remember(fields.form.getValues('directoryId'))}
          />
        ) : (
          <>
            {state.status === 'failed' ? (
              <FailurePanel
                failure={state.failure}
                tone={isOpen(state) ? 'warn' : 'danger'}
                takeFocus={sending.check.status === 'idle'}
                withNext={sending.check.status === 'idle'}
              >
                {isOpen(state) ? <Unknown sending={sending} onCheck={checkNow} onAnother={another} /> : null}
                {state.failure.overridable ? (
                  <Button type="submit" form={FORM_ID} name="override" value="yes">
                    Invite all the same
                  </Button>
                ) : null}
                {state.failure.code === 'needs-approval' && props.ask !== undefined ? (
                  <Button type="submit" form={FORM_ID} name="ask" value="yes">
                    Ask for approval
                  </Button>
                ) : null}
                {state.failure.code === 'submission-reused' ? <Button onClick={another}>Invite another</Button> : null}
              </FailurePanel>
            ) : null}
            {general === '' ? null : (
              <div role="alert">
                <Notice tone="danger" title="The invitation was not sent.">
                  <p>{general}</p>
                </Notice>
              </div>
            )}
            <div className="grid gap-5 rounded-lg border border-line bg-surface p-5">
              <Prospect
                fields={fields}
                offer={offer}
                state={state}
                mayAsk={props.ask !== undefined}
                shown={!sending.blocked}
                ahead={ahead}
                bar={{ sending: sending.sending, slow: sending.slow, again: sending.released, obstacle }}
              />
            </div>
          </>
        )}
      </div>
    </div>
  );
}

function Unknown({
  sending: { check, checking, released },
  onCheck,
  onAnother,
}: {
  sending: ReturnType<typeof useSending>;
  onCheck: () => void;
  onAnother: () => void;
}) {
  return (
    <>
      <div role="status">
        <CheckFindings check={check} />
      </div>
      <div className="flex flex-wrap gap-2">
        {released ? null : (
          <Button onClick={onCheck} aria-disabled={checking || undefined}>
            {checking ? 'Checking…' : 'Check now'}
          </Button>
        )}
        {check.status === 'ok' && check.value.kind === 'unclear' ? (
          <Button onClick={onAnother}>Invite another</Button>
        ) : null}
      </div>
      <noscript>
        <p>
          Without scripts: press “Send invitation” once more. The same form is looked up first and never sent twice.
        </p>
      </noscript>
    </>
  );
}

const sponsorOf = (id: string, known: (PersonView | null)[]): PersonView | null =>
  id === '' ? null : (known.find((person) => person?.id === id) ?? { id, name: id, email: '', title: '' });

/** Problems that belong to no field of the page. */
const generalProblem = (problems: Record<string, string>): string =>
  Object.entries(problems)
    .filter(([name]) => !(ALL_FIELDS as readonly string[]).includes(name))
    .map(([, text]) => text)
    .join(' ');

function focusFirst(names: readonly string[]) {
  const [name] = names;
  if (name === undefined) return;
  const target = document.getElementById(fieldId(name));
  const more = document.getElementById(MORE_ID);
  if (more instanceof HTMLDetailsElement && target !== null && more.contains(target)) more.open = true;
  (target instanceof HTMLFieldSetElement ? target.querySelector('input') : target)?.focus();
}
