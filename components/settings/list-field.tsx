'use client';

import { useId, useState } from 'react';
import { controlClass, Field, lineHeightClass } from '@/components/ui/field';

export const lineClass = `${controlClass} ${lineHeightClass}`;

const split = (text: string): string[] =>
  text
    .split(/[,\n]/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Several names in one line, with commas between; nothing in it means "any". */
export function ListField({
  label,
  values,
  change,
  hint,
  suggestions,
}: {
  label: string;
  values: readonly string[] | undefined;
  change: (values: string[] | undefined) => void;
  hint?: string;
  /** The id of a datalist. */
  suggestions?: string;
}) {
  const id = useId();
  const [text, setText] = useState((values ?? []).join(', '));
  return (
    <Field id={id} label={label} hint={hint}>
      <input
        id={id}
        value={text}
        list={suggestions}
        spellCheck={false}
        autoCapitalize="none"
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className={lineClass}
        onChange={({ target }) => {
          setText(target.value);
          const list = split(target.value);
          change(list.length === 0 ? undefined : list);
        }}
      />
    </Field>
  );
}

/** A whole number, or nothing for "no ceiling". */
export function NumberField({
  label,
  value,
  change,
  hint,
}: {
  label: string;
  value: number | null;
  change: (value: number | null) => void;
  hint?: string;
}) {
  const id = useId();
  return (
    <Field id={id} label={label} hint={hint}>
      <input
        id={id}
        type="number"
        min={0}
        inputMode="numeric"
        defaultValue={value ?? ''}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className={lineClass}
        onChange={({ target }) => change(target.value === '' ? null : Number(target.value))}
      />
    </Field>
  );
}
