'use client';

import { useCallback } from 'react';
import { AsyncCombobox } from '@/components/ui/async-combobox';
import { describedBy, Field } from '@/components/ui/field';
import type { PersonView } from '@/lib/invitations/invitation';
import { searchSponsors } from './read-api';

/** The sponsor as the form holds them: the chosen person, or what was typed so far towards one. */
export type SponsorChoice = { person: PersonView | null; text: string };

export const chosen = (person: PersonView | null): SponsorChoice => ({ person, text: person?.name ?? '' });

/** Typed something, chosen nobody: sending that would silently send without a sponsor. */
export const isDangling = ({ person, text }: SponsorChoice): boolean => person === null && text.trim() !== '';

const about = ({ title, email }: PersonView): string => [title, email].filter(Boolean).join(' · ');
const choiceOf = (person: PersonView) => ({ key: person.id, value: person, name: person.name, detail: about(person) });

/** Who vouches for the guest: oneself at first where Usher knows the account, anybody else by search. */
export function SponsorPicker({
  id,
  value,
  onChange,
  self,
  unloaded,
  problem,
}: {
  id: string;
  value: SponsorChoice;
  onChange: (value: SponsorChoice) => void;
  self: PersonView | null;
  /** Whether oneself has an account could not be asked. */
  unloaded: boolean;
  problem: string | undefined;
}) {
  const { person, text } = value;
  const search = useCallback(
    async (query: string, signal: AbortSignal) => {
      // Before anything is typed, the likeliest answer is oneself.
      if (query === '') return self === null ? [] : [{ ...choiceOf(self), name: `${self.name} (you)` }];
      return (await searchSponsors(query, signal)).map(choiceOf);
    },
    [self],
  );
  const hint =
    person !== null ? (
      <span dir="auto">{`${person.id === self?.id ? 'You · ' : ''}${about(person)}`}</span>
    ) : self === null && !unloaded ? (
      'You have no account of your own in ConductorOne, so you cannot be the sponsor: choose the person who vouches for the guest.'
    ) : (
      'Who vouches for the guest. Search by name or address.'
    );
  return (
    <Field id={id} label="Sponsor" optional hint={hint} problem={problem}>
      <AsyncCombobox<PersonView>
        id={id}
        text={text}
        onText={(typed) => onChange({ person: null, text: typed })}
        onChoose={(choice) => onChange(chosen(choice.value))}
        search={search}
        clearLabel="Clear sponsor"
        invalid={Boolean(problem)}
        describedBy={describedBy(id, { hint: true, problem })}
      />
      <input type="hidden" name="sponsorUserId" value={person?.id ?? ''} />
    </Field>
  );
}
