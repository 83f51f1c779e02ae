'use client';

import { unstable_isUnrecognizedActionError as isOutdatedPage, useRouter } from 'next/navigation';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { CheckIcon, ListIcon, PersonIcon, WarningIcon } from '@/components/ui/icons';
import { Notice } from '@/components/ui/notice';
import type { PeopleState, ShownFailure } from '@/lib/action-state';
import { peopleFormData } from '@/lib/invitations/bulk/people-fields';
import { FailurePanel } from '../failure-panel';
import { OFFLINE, OUTDATED } from '../submission';
import { FORM_ID, type InviteFields } from '../use-invite-fields';
import { contentOf, problemsOf } from './content';
import { badOf, goodOf, ownWords, peopleCount, SAME } from './people';
import { nameId } from './person-row';
import type { PeopleStore } from './store';
import { mendId } from './to-mend';
import { usePeople } from './use-people';

export type PeopleAction = (data: FormData) => Promise<PeopleState>;

/** What will come of the list, and the button that goes on to its plan. Nothing is sent from here. */
export function PeoplePanel({
  store,
  fields,
  action,
  obstacle,
  submit,
  onProblem,
  onMade,
}: {
  store: PeopleStore;
  fields: InviteFields;
  action: PeopleAction;
  /** Why nothing can be made of the form now; "" when it can. */
  obstacle: string;
  /** The form is posted by what stands here. */
  submit: RefObject<() => void>;
  onProblem: () => void;
  onMade: () => void;
}) {
  const { entries } = usePeople(store);
  const router = useRouter();
  const [state, setState] = useState<PeopleState | null>(null);
  const [busy, setBusy] = useState(false);
  const posted = useRef({ content: '', key: '' });
  const people = goodOf(entries);
  const bad = badOf(entries);
  const differing = people.filter(({ own }) => ownWords(own) !== ownWords(SAME)).length;

  async function makeList() {
    if (busy || obstacle !== '' || !store.read()) return;
    const now = store.get().entries;
    const [first] = badOf(now);
    if (first !== undefined) return document.getElementById(mendId(first.id))?.focus();
    const content = contentOf(goodOf(now), fields.form.getValues());
    const problems = problemsOf(goodOf(now), content);
    store.blame(problems);
    const shared = await fields.checkShared();
    if (problems.size > 0) {
      const [id = 0] = problems.keys();
      return document.getElementById(nameId(id))?.focus();
    }
    if (!shared) return onProblem();
    // The same list under the same key, however often it is posted; another list is another one.
    const text = JSON.stringify(content);
    if (posted.current.content !== text) posted.current = { content: text, key: crypto.randomUUID() };
    setBusy(true);
    const next = await post(action, peopleFormData({ ...content, submissionKey: posted.current.key }));
    if (next.status === 'ok') {
      onMade();
      return router.push(`/imports/${next.id}`);
    }
    setBusy(false);
    setState(next);
    if (next.status === 'invalid') fields.setServerProblems(next.fields);
  }

  useEffect(() => {
    submit.current = () => void makeList();
  });

  const label = `Look at the plan for ${peopleCount(people.length)}`;
  const waits =
    bad.length === 0
      ? obstacle
      : `Mend or remove ${bad.length === 1 ? 'what is' : `the ${bad.length} that are`} marked first.`;
  return (
    <>
      {state?.status === 'failed' ? (
        <FailurePanel failure={state.failure} tone="danger" takeFocus withNext />
      ) : state?.status === 'invalid' ? (
        <div role="alert">
          <Notice tone="danger" title="No plan was made.">
            <p>{Object.values(state.fields).join(' ')}</p>
          </Notice>
        </div>
      ) : null}
      <div className="grid gap-5 rounded-lg border border-line bg-surface p-5">
        <section aria-labelledby="outlook">
          <h2 id="outlook" className="mb-3 font-semibold text-base">
            What will happen
          </h2>
          <ul className="grid gap-3 text-sm">
            <Line icon={PersonIcon}>
              <span className="font-medium">{peopleCount(people.length)}</span>
              {differing === 0
                ? ', all with the same roles, sponsor and purpose.'
                : `, ${differing} of them with something of their own.`}
            </Line>
            {bad.length === 0 ? null : (
              <Line icon={WarningIcon}>
                {bad.length === 1 ? 'One cannot be read' : `${bad.length} cannot be read`}: mend or remove{' '}
                {bad.length === 1 ? 'it' : 'them'}.
              </Line>
            )}
            <Line icon={ListIcon}>
              Next you see what will become of each: who is new, who is known, who needs approval.
            </Line>
            <Line icon={CheckIcon}>Nothing is sent before you say so there.</Line>
          </ul>
        </section>
        <div>
          <Button
            type="submit"
            form={FORM_ID}
            kind="primary"
            className="w-full"
            aria-disabled={busy || waits !== '' || undefined}
            aria-describedby={waits === '' ? undefined : 'send-note'}
            aria-keyshortcuts="Control+Enter Meta+Enter"
          >
            {busy ? 'Making the plan…' : label}
          </Button>
          {waits === '' ? null : (
            <p id="send-note" className="mt-2 text-ink-muted text-sm">
              {waits}
            </p>
          )}
        </div>
      </div>
    </>
  );
}

/** It may have arrived; the same list under the same key is the same import. */
const LOST: ShownFailure = {
  code: 'outcome-unknown',
  words: {
    what: 'Usher cannot be reached.',
    why: 'The connection broke. Nothing was sent to anybody, and what you typed is kept.',
    next: 'Try again when you are connected: the same list makes one plan, however often it is posted.',
  },
  requestId: '',
};

/** Every way in which the call itself can fail is a failure like any other. */
async function post(action: PeopleAction, data: FormData): Promise<PeopleState> {
  if (navigator.onLine === false) return { status: 'failed', failure: OFFLINE };
  try {
    return await action(data);
  } catch (error) {
    return { status: 'failed', failure: isOutdatedPage(error) ? OUTDATED : LOST };
  }
}

function Line({ icon: Mark, children }: { icon: typeof PersonIcon; children: ReactNode }) {
  return (
    <li className="flex gap-2.5">
      <Mark size={18} className="mt-px shrink-0 text-ink-muted" />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </li>
  );
}
