'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import type { Offer } from '../offer';
import { goodOf } from './people';
import { PersonRow } from './person-row';
import type { PeopleStore } from './store';
import { usePeople } from './use-people';

const AT_FIRST = 10;

/** In the place of the one name: everybody's, and who differs from the others. */
export function PeopleList({
  store,
  offer,
  sharedRoles,
}: {
  store: PeopleStore;
  offer: Offer;
  sharedRoles: () => string[];
}) {
  const { entries, problems } = usePeople(store);
  const [all, setAll] = useState(false);
  const people = goodOf(entries);
  // Somebody who is to be put right is never out of sight.
  const shown = all ? people : people.filter((each, at) => at < AT_FIRST || problems.has(each.id));
  if (people.length === 0) return null;
  return (
    <section aria-labelledby="invite-names">
      <h3 id="invite-names" className="mb-1 font-medium text-sm">
        Names, and who differs
      </h3>
      <ul className="rounded border border-line bg-surface px-3">
        {shown.map((person) => (
          <PersonRow
            key={person.id}
            person={person}
            problem={problems.get(person.id)}
            store={store}
            offer={offer}
            sharedRoles={sharedRoles}
          />
        ))}
      </ul>
      {people.length <= AT_FIRST ? null : (
        <Button kind="quiet" size="small" className="mt-1" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${people.length}`}
        </Button>
      )}
    </section>
  );
}
