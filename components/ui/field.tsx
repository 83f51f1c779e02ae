import type { ReactNode } from 'react';
import { classNames } from './class-names';
import { AlertIcon } from './icons';

/** The look of whatever one types into or picks from. 44 px high under a finger, 40 under a pointer. */
export const controlClass = classNames(
  'block w-full min-w-0 rounded border border-line-strong bg-surface px-3 text-field text-ink md:text-base',
  'transition-colors hover:border-ink-muted',
  'aria-invalid:border-danger-fg aria-invalid:shadow-[inset_0_0_0_1px_var(--danger-fg)]',
);
export const lineHeightClass = 'h-target md:h-10';

/** The ids under which a control finds its hint and its problem. */
export const describedBy = (id: string, has: { hint?: unknown; problem?: unknown }): string | undefined =>
  [has.hint ? `${id}-hint` : '', has.problem ? `${id}-problem` : ''].filter(Boolean).join(' ') || undefined;

/** What is wrong with a field, beside it. Empty when nothing is. */
export function Problem({ id, children }: { id: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <p id={`${id}-problem`} className="mt-1.5 flex gap-1.5 text-danger-fg text-sm">
      <AlertIcon size={16} className="mt-0.5 shrink-0" />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </p>
  );
}

/** A label above its control, a hint and a problem below; the control itself is the caller's, with `id` and `describedBy`. */
export function Field({
  id,
  label,
  optional = false,
  hint,
  problem,
  children,
}: {
  id: string;
  label: string;
  optional?: boolean;
  hint?: ReactNode;
  problem?: string | undefined;
  children: ReactNode;
}) {
  return (
    <div className="min-w-0">
      <div className="mb-1 flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        {/* Beside the label, not in it: the control's name stays one word. */}
        {optional ? <span className="text-ink-muted text-xs">Optional</span> : null}
      </div>
      {children}
      {hint ? (
        <p id={`${id}-hint`} className="mt-1 text-ink-muted text-sm">
          {hint}
        </p>
      ) : null}
      <Problem id={id}>{problem}</Problem>
    </div>
  );
}
