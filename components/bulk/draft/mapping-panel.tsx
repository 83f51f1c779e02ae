'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { controlClass, lineHeightClass, Problem } from '@/components/ui/field';
import { type Batch, COLUMN_FIELDS, type ColumnField } from '@/lib/invitations/bulk/batch';
import { COLUMN_NAMES } from './columns';
import { Panel } from './panel';

type Mapping = Batch['mapping'];

/** Which column of the file is what, with what stands in it; correctable. */
export function MappingPanel({
  header,
  mapping,
  examples,
  problem,
  busy,
  onChange,
}: {
  header: string[];
  mapping: Mapping;
  examples: string[][];
  problem: string;
  busy: boolean;
  /** Absent for whoever only reads. */
  onChange: ((mapping: Mapping) => void) | null;
}) {
  const [chosen, setChosen] = useState(mapping);
  const [from, setFrom] = useState(mapping);
  // The server has taken another one over.
  if (from !== mapping) {
    setFrom(mapping);
    setChosen(mapping);
  }
  const nameOf = (column: number) => header[column]?.trim() || `Column ${column + 1}`;
  const used = mapping.flatMap((field, column) =>
    field === null ? [] : [`${COLUMN_NAMES[field]} from “${nameOf(column)}”`],
  );
  const unused = mapping.length - used.length;
  const changed = chosen.some((field, column) => field !== mapping[column]);
  return (
    <Panel
      name="Columns"
      summary={`${used.join(' · ')}${unused === 0 ? '' : ` · ${unused} not used`}`}
      open={!mapping.includes('email')}
    >
      <div className="grid gap-4">
        <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
          {mapping.map((_field, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place in the file.
            <li key={column} className="min-w-0 rounded border border-line p-3">
              <label htmlFor={`column-${column}`} className="block truncate font-medium text-sm" title={nameOf(column)}>
                <bdi>{nameOf(column)}</bdi>
              </label>
              <p className="truncate text-ink-muted text-sm">
                {examples
                  .map((cells) => cells[column]?.trim() ?? '')
                  .filter((cell) => cell !== '')
                  .join(' · ') || 'Empty in the first rows'}
              </p>
              <select
                id={`column-${column}`}
                value={chosen[column] ?? ''}
                disabled={onChange === null}
                onChange={({ target }) =>
                  setChosen((now) => now.map((field, at) => (at === column ? fieldOf(target.value) : field)))
                }
                className={classNames(controlClass, lineHeightClass, 'mt-2')}
              >
                <option value="">Not used</option>
                {COLUMN_FIELDS.map((field) => (
                  <option key={field} value={field}>
                    {COLUMN_NAMES[field]}
                  </option>
                ))}
              </select>
            </li>
          ))}
        </ul>
        <Problem id="columns">{problem}</Problem>
        {onChange === null ? null : (
          <div className="flex flex-wrap items-center gap-3">
            <Button aria-disabled={!changed || busy || undefined} onClick={() => changed && !busy && onChange(chosen)}>
              Read the columns this way
            </Button>
            {changed ? (
              <p className="text-ink-muted text-sm">
                What comes from another column then is read anew from the file; what you mended in it by hand is gone.
              </p>
            ) : null}
          </div>
        )}
      </div>
    </Panel>
  );
}

const fieldOf = (value: string): ColumnField | null => COLUMN_FIELDS.find((field) => field === value) ?? null;
