'use client';

import { classNames } from '@/components/ui/class-names';
import { controlClass, describedBy, Field, lineHeightClass } from '@/components/ui/field';
import { ChevronDownIcon } from '@/components/ui/icons';
import type { DirectoryView } from '@/lib/invitations/invitation';

/** Which directory: of all rows, or of one. */
export function DirectoryChoice({
  id,
  directories,
  unloaded,
  value,
  onChange,
  none,
  problem,
}: {
  id: string;
  directories: DirectoryView[];
  unloaded: boolean;
  value: string;
  onChange: (id: string) => void;
  /** What choosing none means. */
  none: string;
  problem: string | undefined;
}) {
  return (
    <Field id={id} label="Directory" hint={unloaded ? 'The list could not be loaded.' : undefined} problem={problem}>
      <div className="relative">
        <select
          id={id}
          name="directoryId"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={Boolean(problem) || undefined}
          aria-describedby={describedBy(id, { hint: unloaded, problem })}
          className={classNames(controlClass, lineHeightClass, 'appearance-none truncate pr-10')}
        >
          <option value="">{none}</option>
          {directories.some((each) => each.id === value) || value === '' ? null : (
            <option value={value}>{value}</option>
          )}
          {directories.map((each) => (
            <option key={each.id} value={each.id}>
              {each.name}
            </option>
          ))}
        </select>
        <ChevronDownIcon
          size={18}
          className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 text-ink-muted"
        />
      </div>
    </Field>
  );
}
