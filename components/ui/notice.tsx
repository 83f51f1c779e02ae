import type { ReactNode } from 'react';
import { classNames } from './class-names';
import { AlertIcon, InfoIcon, SuccessIcon, WarningIcon } from './icons';

export type Tone = 'success' | 'warn' | 'danger' | 'info' | 'neutral';

const LOOK: Record<Tone, { icon: typeof InfoIcon; ground: string }> = {
  success: { icon: SuccessIcon, ground: 'bg-success-bg text-success-fg' },
  warn: { icon: WarningIcon, ground: 'bg-warn-bg text-warn-fg' },
  danger: { icon: AlertIcon, ground: 'bg-danger-bg text-danger-fg' },
  info: { icon: InfoIcon, ground: 'bg-info-bg text-info-fg' },
  neutral: { icon: InfoIcon, ground: 'bg-neutral-bg text-neutral-fg' },
};

/** A message that stands in the page: what is, in bold, and the rest below. The icon repeats what the colour says. */
export function Notice({
  tone,
  title,
  children,
  className,
}: {
  tone: Tone;
  title: ReactNode;
  children?: ReactNode;
  className?: string;
}) {
  const { icon: Icon, ground } = LOOK[tone];
  return (
    <div className={classNames('flex gap-3 rounded-lg px-4 py-3', ground, className)}>
      <Icon size={20} className="mt-0.5 shrink-0" />
      <div className="min-w-0 flex-1 wrap-anywhere">
        <div className="font-semibold">{title}</div>
        {children === undefined ? null : <div className="mt-1 space-y-2 text-ink text-sm">{children}</div>}
      </div>
    </div>
  );
}
