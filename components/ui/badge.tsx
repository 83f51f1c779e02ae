import type { LucideIcon } from 'lucide-react';
import { classNames } from './class-names';
import type { Tone } from './notice';

const GROUND: Record<Tone, string> = {
  success: 'bg-success-bg text-success-fg',
  warn: 'bg-warn-bg text-warn-fg',
  danger: 'bg-danger-bg text-danger-fg',
  info: 'bg-info-bg text-info-fg',
  neutral: 'bg-neutral-bg text-neutral-fg',
};

/** A status: icon, word and colour, so that it reads without the colour. */
export function Badge({ tone, icon: Icon, children }: { tone: Tone; icon: LucideIcon; children: string }) {
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 whitespace-nowrap rounded-full py-0.5 pr-3 pl-2 font-medium text-sm',
        GROUND[tone],
      )}
    >
      <Icon size={16} aria-hidden="true" />
      {children}
    </span>
  );
}
