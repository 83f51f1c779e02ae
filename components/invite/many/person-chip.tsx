'use client';

import { type KeyboardEvent, memo, useState } from 'react';
import { CloseIcon } from '@/components/ui/icons';
import type { Person } from './people';
import type { PeopleStore } from './store';

export const CHIP = 'data-chip';

/** One person as a chip: Enter or a click changes the address in its place, Delete takes it away. */
export const PersonChip = memo(function PersonChip({
  person,
  store,
  onRemove,
}: {
  person: Person;
  store: PeopleStore;
  onRemove: (id: number) => void;
}) {
  const [editing, setEditing] = useState<string | null>(null);

  function finish(text: string) {
    setEditing(null);
    if (text.trim() !== person.email) store.mend(person.id, text);
  }

  if (editing !== null) {
    return (
      <input
        // biome-ignore lint/a11y/noAutofocus: it takes the place of the chip that was pressed.
        autoFocus
        aria-label={`Change ${person.email}`}
        value={editing}
        spellCheck={false}
        autoCapitalize="none"
        className="field-sizing-content h-9 min-w-32 max-w-full rounded-full border border-line-strong bg-surface px-3 text-sm md:h-7"
        onChange={(event) => setEditing(event.target.value)}
        onBlur={() => finish(editing)}
        onKeyDown={(event: KeyboardEvent) => {
          event.stopPropagation();
          if (event.key === 'Escape') setEditing(null);
          if (event.key !== 'Enter') return;
          event.preventDefault();
          finish(editing);
        }}
      />
    );
  }
  return (
    <span className="flex max-w-full items-center rounded-full bg-accent-soft font-medium text-accent-ink text-sm">
      <button
        type="button"
        {...{ [CHIP]: person.id }}
        tabIndex={-1}
        title={person.displayName}
        className="min-h-9 min-w-0 truncate rounded-l-full py-0.5 pr-1 pl-3 md:min-h-7"
        onClick={() => setEditing(person.email)}
      >
        <bdi>{person.email}</bdi>
      </button>
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Remove ${person.email}`}
        className="grid size-9 shrink-0 place-items-center rounded-r-full md:size-7"
        onClick={() => onRemove(person.id)}
      >
        <CloseIcon size={14} />
      </button>
    </span>
  );
});
