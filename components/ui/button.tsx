import type { ComponentProps } from 'react';
import { classNames } from './class-names';

export type ButtonKind = 'primary' | 'secondary' | 'quiet';
type Size = 'medium' | 'small';

const KINDS: Record<ButtonKind, string> = {
  primary:
    'border-transparent bg-accent text-accent-on hover:bg-accent-hover aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-ink-muted',
  secondary:
    'border-line-strong bg-surface text-ink hover:bg-sunken aria-disabled:border-line aria-disabled:text-ink-muted aria-disabled:hover:bg-surface',
  quiet: 'border-transparent bg-transparent text-ink-muted hover:bg-sunken hover:text-ink',
};

const SIZES: Record<Size, string> = {
  medium: 'min-h-target px-4 md:min-h-10',
  // 24 px is the least a pointer needs (WCAG 2.5.8); on a phone a finger gets 44.
  small: 'min-h-target px-3 text-sm md:min-h-8',
};

/** The classes of a button, also for a link that looks like one. */
export const buttonClass = (kind: ButtonKind = 'secondary', size: Size = 'medium'): string =>
  classNames(
    'inline-flex items-center justify-center gap-2 rounded border font-medium transition-colors',
    KINDS[kind],
    SIZES[size],
  );

type Props = ComponentProps<'button'> & { kind?: ButtonKind; size?: Size };

/** A button. It does not submit unless it says so. */
export function Button({ kind = 'secondary', size = 'medium', className, type = 'button', ...rest }: Props) {
  return <button type={type} className={classNames(buttonClass(kind, size), className)} {...rest} />;
}
