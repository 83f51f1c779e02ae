'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { FailurePanel } from '@/components/invite/failure-panel';
import { lookalikeSentence } from '@/components/invite/lookalike-words';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { AskState } from '@/lib/action-state';
import { requestValuesFrom } from '@/lib/invitations/form-data';
import { guessDisplayName, parseMailbox } from '@/lib/invitations/mailbox';
import type { RequestValues } from '@/lib/invitations/requests/fields';
import { Asked } from './asked';
import { Beforehand } from './beforehand';
import { FIELDS, fieldId, RequestFields, type RequestOffer } from './request-fields';
import { usePosting } from './use-posting';

const IDLE: AskState = { status: 'idle' };
/** The one schema, loaded at the first touch: it is heavier than the rest of the page. */
const loadFields = () => Promise.all([import('@/lib/invitations/requests/fields'), import('@/lib/invitations/fields')]);

/** What is wrong, by the server's own schema; none where it could not be loaded, for the server judges again. */
async function problemsOf(values: RequestValues): Promise<Record<string, string>> {
  try {
    const [{ requestSchema }, { fieldProblems }] = await loadFields();
    const parsed = requestSchema.safeParse(values);
    return parsed.success ? {} : fieldProblems(parsed.error);
  } catch {
    return {};
  }
}

/** Asks for one guest, or changes what was asked for while nobody has decided. The receipt takes the form's place. */
export function RequestForm({
  action,
  initial,
  offer,
  edits,
}: {
  action: (previous: AskState, data: FormData) => Promise<AskState>;
  initial: RequestValues;
  offer: RequestOffer;
  /** The request that is changed; null: it is a new one. */
  edits: { id: string; revision: number } | null;
}) {
  const { state, running, postAction, post } = usePosting<AskState>(action, IDLE, (failure, data) => ({
    status: 'failed',
    failure,
    values: requestValuesFrom(data),
  }));
  const [problems, setProblems] = useState<Record<string, string>>({});
  /** The name that the address suggested last. */
  const guessed = useRef('');
  const [focusOn, setFocusOn] = useState<string | null>(null);
  const [typed, setTyped] = useState(initial);
  const found = { ...(state.status === 'invalid' ? state.fields : {}), ...problems };
  const values = state.status === 'invalid' || state.status === 'failed' ? state.values : initial;

  // After the render in which the problems are there to be read.
  useEffect(() => {
    if (focusOn === null) return;
    setFocusOn(null);
    const target = document.getElementById(focusOn);
    (target instanceof HTMLFieldSetElement ? target.querySelector('input') : target)?.focus();
  }, [focusOn]);

  const focusFirst = (wrong: Record<string, string>) => {
    const first = FIELDS.find((name) => wrong[name] !== undefined);
    if (first !== undefined) setFocusOn(fieldId(first));
  };

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const wrong = await problemsOf(requestValuesFrom(data));
    setProblems(wrong);
    if (Object.keys(wrong).length > 0) return focusFirst(wrong);
    const next = await post(data);
    if (next?.status === 'invalid') focusFirst(next.fields);
  }

  /** A problem goes when its field is touched; an address suggests a name until one was typed. */
  function onChange(event: FormEvent<HTMLFormElement>) {
    const { name } = event.target as unknown as HTMLInputElement;
    setProblems(({ [name]: _mended, ...rest }) => rest);
    if (name === 'email') readMailbox(event.currentTarget, false);
    setTyped(requestValuesFrom(new FormData(event.currentTarget)));
  }

  /** “Ada <ada@…>” fills both fields, once one leaves the first. */
  function readMailbox({ elements }: HTMLFormElement, tidy: boolean) {
    const email = elements.namedItem('email');
    const name = elements.namedItem('displayName');
    if (!(email instanceof HTMLInputElement && name instanceof HTMLInputElement)) return;
    const read = parseMailbox(email.value);
    if (tidy) email.value = read.email;
    if (name.value !== '' && name.value !== guessed.current) return;
    guessed.current = read.displayName || guessDisplayName(read.email);
    name.value = guessed.current;
  }

  if (state.status === 'ok') return <Asked request={state.request} edited={edits !== null} />;
  const general = Object.entries(found)
    .filter(([name]) => !(FIELDS as readonly string[]).includes(name))
    .map(([, text]) => text)
    .join(' ');
  return (
    <form
      action={postAction}
      onSubmit={onSubmit}
      onBlur={(event) => event.target.name === 'email' && readMailbox(event.currentTarget, true)}
      onFocus={() => void loadFields().catch(() => {})}
      onChange={onChange}
      noValidate
      aria-label="Request"
      className="grid max-w-words gap-5"
    >
      {edits === null ? null : (
        <>
          <input type="hidden" name="id" value={edits.id} />
          <input type="hidden" name="revision" value={edits.revision} />
        </>
      )}
      <RequestFields
        values={values}
        offer={offer}
        problems={found}
        lookalike={state.status === 'failed' && state.failure.code === 'lookalike'}
      />
      {state.status === 'failed' && !running ? (
        <FailurePanel failure={state.failure}>
          {state.failure.warnings?.map((warning) => (
            <p key={warning.key}>{lookalikeSentence(warning, values.email)}</p>
          ))}
        </FailurePanel>
      ) : null}
      {general === '' ? null : (
        <div role="alert">
          <Notice tone="danger" title="It was not asked.">
            <p>{general}</p>
          </Notice>
        </div>
      )}
      <Beforehand asked={askedOf(typed, offer)} />
      <div className="grid gap-2">
        <div>
          <Button type="submit" kind="primary" aria-disabled={running || undefined} className="max-sm:w-full">
            {running ? 'Asking…' : edits === null ? 'Ask for access' : 'Ask with these changes'}
          </Button>
        </div>
        <p className="text-ink-muted text-sm">Nothing is sent to your guest before somebody has approved it.</p>
      </div>
    </form>
  );
}

/** What the policy is asked beforehand. Whoever asks is the sponsor, where nobody else is named. */
const askedOf = (
  { email, displayName, directoryId, roleIds, sponsorUserId, purpose, ticket }: RequestValues,
  { self }: RequestOffer,
) => ({ email, displayName, directoryId, roleIds, sponsorUserId: sponsorUserId || (self?.id ?? ''), purpose, ticket });
