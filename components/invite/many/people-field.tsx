'use client';

import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import { describedBy, Problem } from '@/components/ui/field';
import { endsOne, finished, goodOf } from './people';
import { CHIP, PersonChip } from './person-chip';
import type { PeopleStore } from './store';
import { ToMend } from './to-mend';
import { usePeople } from './use-people';

/** About three rows of them. */
const AT_FIRST = 12;

/** The email field with many in it: a chip for each, and what could not be read below, to be mended. */
export function PeopleField({ id, store, onRemoved }: { id: string; store: PeopleStore; onRemoved: () => void }) {
  const { entries, text, said, refused } = usePeople(store);
  const [all, setAll] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const people = goodOf(entries);
  const folded = !all && people.length > AT_FIRST + 3;
  const shown = folded ? people.slice(0, AT_FIRST) : people;
  const chips = () => [...(box.current?.querySelectorAll<HTMLElement>(`[${CHIP}]`) ?? [])];

  function type(typed: string) {
    if (!endsOne(typed)) return store.type(typed);
    const { whole, rest } = finished(typed);
    store.type(store.take(whole) ? rest : typed);
  }

  function onPaste(event: ClipboardEvent<HTMLInputElement>) {
    const pasted = event.clipboardData.getData('text');
    // A word or a name goes into what is being typed.
    if (!pasted.includes('@')) return;
    event.preventDefault();
    if (store.take(text === '' ? pasted : `${text} ${pasted}`)) store.type('');
  }

  function remove(personId: number, then: HTMLElement | null | undefined = input.current) {
    store.remove(personId);
    (then ?? input.current)?.focus();
    onRemoved();
  }

  /** In the field, where it is empty; and on a chip. */
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target, key } = event;
    if (target === input.current) {
      if (key === 'Enter' && text.trim() !== '') {
        event.preventDefault();
        store.read();
      }
      const atStart = input.current?.selectionStart === 0 && input.current.selectionEnd === 0;
      if (atStart && (key === 'Backspace' || key === 'ArrowLeft')) {
        event.preventDefault();
        chips().at(-1)?.focus();
      }
      return;
    }
    const now = chips();
    const at = now.indexOf(target as HTMLElement);
    const chip = now[at];
    if (chip === undefined) return;
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -at, End: now.length - 1 - at }[key];
    if (step !== undefined) {
      event.preventDefault();
      (now[Math.max(0, at + step)] ?? input.current)?.focus();
    } else if (key === 'Delete' || key === 'Backspace') {
      event.preventDefault();
      remove(Number(chip.getAttribute(CHIP)), key === 'Delete' ? now[at + 1] : now[at - 1]);
    }
  }

  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block font-medium text-sm">
        Emails
      </label>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a press beside the chips is one on the field; its keys are the chips' and the field's. */}
      <div
        ref={box}
        onKeyDown={onKeyDown}
        onClick={(event) => event.target === event.currentTarget && input.current?.focus()}
        className={classNames(
          'cursor-text rounded border bg-surface p-1.5 transition-colors focus-within:border-ink-muted hover:border-ink-muted',
          refused === '' ? 'border-line-strong' : 'border-danger-fg',
        )}
      >
        <ul aria-label="People" className="pointer-events-none flex flex-wrap gap-1.5 *:pointer-events-auto">
          {shown.map((person) => (
            <li key={person.id} className="min-w-0 max-w-full">
              <PersonChip person={person} store={store} onRemove={remove} />
            </li>
          ))}
          {folded || (all && people.length > AT_FIRST + 3) ? (
            <li>
              <button
                type="button"
                className="min-h-9 rounded px-2 font-medium text-accent-ink text-sm underline underline-offset-2 md:min-h-7"
                aria-expanded={all}
                onClick={() => setAll(!all)}
              >
                {all ? 'Show fewer' : `Show all ${people.length}`}
              </button>
            </li>
          ) : null}
        </ul>
        <input
          ref={input}
          id={id}
          type="text"
          inputMode="email"
          dir="auto"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="Add more"
          value={text}
          aria-invalid={refused !== '' || undefined}
          aria-describedby={`${id}-keys ${describedBy(id, { hint: true, problem: refused })}`}
          className="mt-1 h-9 w-full min-w-0 bg-transparent px-1.5 text-field md:h-8 md:text-base"
          onChange={(event) => type(event.target.value)}
          onPaste={onPaste}
          onBlur={() => store.read()}
        />
      </div>
      <span id={`${id}-keys`} className="sr-only">
        The left arrow key reaches those before. There, Enter changes one and Delete removes it.
      </span>
      <p id={`${id}-hint`} role="status" className="mt-1 text-ink-muted text-sm">
        {said}
      </p>
      <Problem id={id}>
        {refused === '' ? null : (
          <>
            {refused}{' '}
            <a href="/imports/new" className="underline underline-offset-2">
              Import a list
            </a>
          </>
        )}
      </Problem>
      <ToMend store={store} onRemoved={onRemoved} />
    </div>
  );
}
