'use client';

import { memo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { controlClass, Problem } from '@/components/ui/field';
import { CloseIcon } from '@/components/ui/icons';
import { type Bad, badOf } from './people';
import type { PeopleStore } from './store';
import { usePeople } from './use-people';

const AT_FIRST = 8;
export const mendId = (id: number): string => `invite-mend-${id}`;

/** What could not be read as a person, each with its reason, editable where it stands. */
export function ToMend({ store, onRemoved }: { store: PeopleStore; onRemoved: () => void }) {
  const [all, setAll] = useState(false);
  const bad = badOf(usePeople(store).entries);
  if (bad.length === 0) return null;
  const shown = all ? bad : bad.slice(0, AT_FIRST);
  return (
    <>
      <ul aria-label="To mend" className="mt-2 grid gap-2">
        {shown.map((each) => (
          <MendRow key={each.id} bad={each} store={store} onRemoved={onRemoved} />
        ))}
      </ul>
      {shown.length === bad.length ? null : (
        <Button kind="quiet" size="small" className="mt-1" onClick={() => setAll(true)}>
          Show all {bad.length} to mend
        </Button>
      )}
    </>
  );
}

const MendRow = memo(function MendRow({
  bad,
  store,
  onRemoved,
}: {
  bad: Bad;
  store: PeopleStore;
  onRemoved: () => void;
}) {
  const [text, setText] = useState(bad.text);
  const id = mendId(bad.id);
  const finish = () => text.trim() !== bad.text && store.mend(bad.id, text);
  return (
    <li>
      <div className="flex gap-1">
        <input
          id={id}
          aria-label={`Mend “${bad.text}”`}
          aria-invalid
          aria-describedby={`${id}-problem`}
          dir="auto"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={text}
          className={classNames(controlClass, 'h-target text-danger-fg md:h-9')}
          onChange={(event) => setText(event.target.value)}
          onBlur={finish}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            finish();
          }}
        />
        <Button
          kind="quiet"
          aria-label={`Remove “${bad.text}”`}
          className="size-11 shrink-0 md:size-9"
          onClick={() => {
            store.remove(bad.id);
            onRemoved();
          }}
        >
          <CloseIcon size={16} className="shrink-0" />
        </Button>
      </div>
      <Problem id={id}>{bad.problem}</Problem>
    </li>
  );
});
