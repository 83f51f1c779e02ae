'use client';

import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { classNames } from './class-names';
import { controlClass, lineHeightClass } from './field';
import { CloseIcon } from './icons';

export type Choice<T> = { key: string; value: T; name: string; detail: string };

type Found<T> = { query: string; choices: Choice<T>[]; problem: string };

/**
 * A text field that searches as one types and lets one choose from what was found (WAI-ARIA combobox with a listbox).
 * Our own because it is 3 kB and there before the first letter; a library's list is twenty times that and comes late.
 */
export function AsyncCombobox<T>({
  id,
  text,
  onText,
  onChoose,
  search,
  clearLabel,
  invalid,
  describedBy,
}: {
  id: string;
  text: string;
  onText: (text: string) => void;
  onChoose: (choice: Choice<T>) => void;
  /** Rejects with an error whose message may be shown. */
  search: (query: string, signal: AbortSignal) => Promise<Choice<T>[]>;
  clearLabel: string;
  invalid: boolean;
  describedBy?: string | undefined;
}) {
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const [found, setFound] = useState<Found<T>>({ query: '', choices: [], problem: '' });
  const query = text.trim();
  const searching = open && found.query !== query;
  const { choices, problem } = found;

  useEffect(() => {
    if (!open) return;
    const control = new AbortController();
    // A pause between two letters; nothing typed costs nothing and is answered at once.
    const timer = setTimeout(
      async () => {
        try {
          const answer = await search(query, control.signal);
          setFound({ query, choices: answer, problem: '' });
        } catch (error) {
          if (control.signal.aborted) return;
          setFound({ query, choices: [], problem: error instanceof Error ? error.message : String(error) });
        }
        setActive(0);
      },
      query === '' ? 0 : 160,
    );
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [open, query, search]);

  function choose(choice: Choice<T>) {
    onChoose(choice);
    setOpen(false);
    input.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (open) setActive((at) => (at + step + choices.length) % Math.max(1, choices.length));
      else setOpen(true);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      setOpen(false);
    } else if (event.key === 'Enter' && open) {
      // Never sends the form while a list is open, not even while it is still searching.
      event.preventDefault();
      const choice = choices[active];
      if (!searching && choice !== undefined) choose(choice);
    }
  }

  const said = searching
    ? 'Searching…'
    : problem ||
      (choices.length > 0 ? '' : query === '' ? 'Type a name or an address.' : `Nobody found for “${query}”.`);
  const optionId = (at: number) => `${listId}-${at}`;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only watches whether focus leaves the whole.
    <div className="relative" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}>
      <input
        ref={input}
        id={id}
        type="text"
        dir="auto"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        aria-activedescendant={open && choices.length > 0 ? optionId(active) : undefined}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        className={classNames(controlClass, lineHeightClass, 'pr-11')}
        value={text}
        onChange={(event) => {
          onText(event.target.value);
          setOpen(true);
        }}
        onClick={() => setOpen(true)}
        // Typing then replaces the name that stands there instead of adding to it.
        onFocus={(event) => event.target.select()}
        onKeyDown={onKeyDown}
      />
      {text === '' ? null : (
        <button
          type="button"
          aria-label={clearLabel}
          className="absolute top-1/2 right-0 grid size-11 -translate-y-1/2 place-items-center rounded text-ink-muted hover:bg-sunken hover:text-ink md:right-1 md:size-8"
          onClick={() => {
            onText('');
            setOpen(true);
            input.current?.focus();
          }}
        >
          <CloseIcon size={16} />
        </button>
      )}
      {open ? (
        <div className="absolute inset-x-0 top-full z-20 mt-1 overflow-hidden rounded bg-surface shadow-popup">
          <ul
            id={listId}
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the pattern's own roles.
            role="listbox"
            aria-label="Found"
            className={classNames('max-h-72 overflow-y-auto', choices.length > 0 && 'p-1', searching && 'opacity-60')}
          >
            {choices.map((choice, at) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard works on the field, by the pattern.
              <li
                key={choice.key}
                id={optionId(at)}
                // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the pattern's own roles.
                role="option"
                tabIndex={-1}
                aria-selected={at === active}
                className={classNames('rounded-sm px-3 py-2', at === active && 'bg-accent-soft')}
                onMouseEnter={() => setActive(at)}
                // Keeps the focus in the field, so that the list does not close before the click arrives.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => choose(choice)}
              >
                <span dir="auto" className="block truncate font-medium">
                  {choice.name}
                </span>
                <span dir="auto" className="block truncate text-ink-muted text-sm">
                  {choice.detail}
                </span>
              </li>
            ))}
          </ul>
          {said === '' ? null : <p className="px-4 py-2.5 text-ink-muted text-sm">{said}</p>}
        </div>
      ) : null}
      <p role="status" className="sr-only">
        {open ? said || `${choices.length} found` : ''}
      </p>
    </div>
  );
}
