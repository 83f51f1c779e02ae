'use client';

import { memo, type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { controlClass, Problem } from '@/components/ui/field';
import { ChevronDownIcon } from '@/components/ui/icons';
import type { Offer } from '../offer';
import { RolePicker } from '../role-picker';
import { chosen, SponsorPicker } from '../sponsor-picker';
import { ownWords, type Person } from './people';
import type { PeopleStore } from './store';

export const nameId = (id: number): string => `invite-name-${id}`;

/** One of many: the name, and what is different for them. */
export const PersonRow = memo(function PersonRow({
  person,
  problem,
  store,
  offer,
  sharedRoles,
}: {
  person: Person;
  problem: string | undefined;
  store: PeopleStore;
  offer: Offer;
  /** What their own roles start from. */
  sharedRoles: () => string[];
}) {
  const [open, setOpen] = useState(false);
  const { own, id } = person;
  const words = ownWords(own);
  return (
    <li className="border-line border-b py-1.5 last:border-b-0">
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_9rem]">
        <bdi className="truncate text-ink-muted text-sm max-sm:col-span-2" title={person.email}>
          {person.email}
        </bdi>
        <input
          id={nameId(id)}
          aria-label={`Name of ${person.email}`}
          aria-invalid={problem !== undefined || undefined}
          aria-describedby={problem === undefined ? undefined : `${nameId(id)}-problem`}
          dir="auto"
          autoComplete="off"
          spellCheck={false}
          value={person.displayName}
          onChange={(event) => store.rename(id, event.target.value)}
          className={classNames(controlClass, 'h-target md:h-8')}
        />
        <Button
          kind="quiet"
          size="small"
          aria-expanded={open}
          aria-label={`${words}: ${person.email}`}
          onClick={() => setOpen(!open)}
          className={classNames('justify-self-start text-left', words === 'Same as all' ? '' : 'text-accent-ink')}
        >
          {words}
          <ChevronDownIcon size={14} className={classNames('shrink-0 transition-transform', open && 'rotate-180')} />
        </Button>
      </div>
      <Problem id={nameId(id)}>{problem}</Problem>
      {open ? (
        <fieldset className="mt-1 mb-2 grid gap-3 rounded bg-sunken p-3">
          <legend className="sr-only">Only for {person.email}</legend>
          <Differs
            label="Roles of their own"
            on={own.roleIds !== null}
            onChange={(on) => store.differ(id, { roleIds: on ? sharedRoles() : null })}
          >
            <RolePicker
              id={`invite-own-roles-${id}`}
              roles={offer.roles}
              unloaded={offer.unloaded}
              value={own.roleIds ?? []}
              onChange={(roleIds) => store.differ(id, { roleIds })}
              problem={undefined}
            />
          </Differs>
          <Differs
            label="A sponsor of their own, or none"
            on={own.sponsor !== null}
            onChange={(on) => store.differ(id, { sponsor: on ? { person: null } : null })}
          >
            <OwnSponsor person={person} store={store} offer={offer} />
          </Differs>
          <Differs
            label="A purpose of their own"
            on={own.purpose !== null}
            onChange={(on) => store.differ(id, { purpose: on ? '' : null })}
          >
            <textarea
              aria-label={`Purpose for ${person.email}`}
              dir="auto"
              rows={2}
              value={own.purpose ?? ''}
              onChange={(event) => store.differ(id, { purpose: event.target.value })}
              className={classNames(controlClass, 'field-sizing-content min-h-16 py-2')}
            />
          </Differs>
        </fieldset>
      ) : null}
    </li>
  );
});

function Differs({
  label,
  on,
  onChange,
  children,
}: {
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
  children: ReactNode;
}) {
  return (
    <div className="grid gap-2">
      <label className="flex min-h-9 items-center gap-2.5 font-medium text-sm md:min-h-6">
        <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} className="size-5" />
        {label}
      </label>
      {on ? children : null}
    </div>
  );
}

function OwnSponsor({ person, store, offer }: { person: Person; store: PeopleStore; offer: Offer }) {
  const [choice, setChoice] = useState(() => chosen(person.own.sponsor?.person ?? null));
  return (
    <SponsorPicker
      id={`invite-own-sponsor-${person.id}`}
      value={choice}
      onChange={(next) => {
        setChoice(next);
        store.differ(person.id, { sponsor: { person: next.person } });
      }}
      self={offer.self}
      unloaded={offer.unloaded}
      problem={undefined}
    />
  );
}
