'use client';

import { useCallback, useState } from 'react';
import { searchSponsors } from '@/components/invite/read-api';
import { type PostAction, PostedForm } from '@/components/requests/posted-form';
import { useSay } from '@/components/requests/said';
import { AsyncCombobox } from '@/components/ui/async-combobox';
import { Field } from '@/components/ui/field';
import type { PersonView } from '@/lib/invitations/invitation';
import type { DisabledSponsor } from '@/lib/invitations/requests/view';

const STATUS = { disabled: 'disabled', deleted: 'deleted' } as const;
const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;

/** Hands everybody whom one sponsor looked after to another; the button says whom to whom. */
export function HandOverForm({ action, sponsor }: { action: PostAction; sponsor: DisabledSponsor }) {
  const say = useSay();
  const [text, setText] = useState('');
  const [to, setTo] = useState<PersonView | null>(null);
  const name = sponsor.name || sponsor.id;
  const id = `hand-over-${sponsor.id}`;
  const whom = [
    ...(sponsor.guests > 0 ? [count(sponsor.guests, 'guest')] : []),
    ...(sponsor.requests > 0 ? [count(sponsor.requests, 'open request')] : []),
  ].join(' and ');
  const search = useCallback(async (query: string, signal: AbortSignal) => {
    if (query === '') return [];
    const people = await searchSponsors(query, signal);
    return people.map((person) => ({
      key: person.id,
      value: person,
      name: person.name,
      detail: [person.title, person.email].filter(Boolean).join(' · '),
    }));
  }, []);
  return (
    <div className="grid gap-3">
      <div>
        <h2 className="break-words font-semibold text-lg">
          <bdi>{name}</bdi>
        </h2>
        <p className="text-ink-muted">
          {whom} · the account is {STATUS[sponsor.status]} in ConductorOne
        </p>
      </div>
      <PostedForm
        action={action}
        label={to === null ? 'Choose a person first' : `Hand ${whom} of ${name} to ${to.name}`}
        busy="Handing over…"
        kind="primary"
        blocked={to === null}
        onDone={say}
      >
        <input type="hidden" name="fromUserId" value={sponsor.id} />
        <input type="hidden" name="toUserId" value={to?.id ?? ''} />
        <Field id={id} label="Hand them to">
          <AsyncCombobox<PersonView>
            id={id}
            text={text}
            onText={(typed) => {
              setText(typed);
              setTo(null);
            }}
            onChoose={(choice) => {
              setText(choice.name);
              setTo(choice.value);
            }}
            search={search}
            clearLabel="Clear the person"
            invalid={false}
          />
        </Field>
        {sponsor.requests > 0 ? (
          <p className="text-ink-muted text-sm">
            An open request names the new sponsor then, and whoever decides looks at it again.
          </p>
        ) : null}
      </PostedForm>
    </div>
  );
}
