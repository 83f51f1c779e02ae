import { classNames } from './class-names';
import type { Icon } from './icons';
import type { Tone } from './notice';

const GROUND: Record<Tone, string> = {
  success: 'bg-success-bg text-success-fg',
  warn: 'bg-warn-bg text-warn-fg',
  danger: 'bg-danger-bg text-danger-fg',
  info: 'bg-info-bg text-info-fg',
  neutral: 'bg-neutral-bg text-neutral-fg',
};

/** A status: icon, word and colour, so that it reads without the colour. */
export function Badge({ tone, icon: Mark, children }: { tone: Tone; icon: Icon; children: string }) {
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 whitespace-nowrap rounded-full py-0.5 pr-3 pl-2 font-medium text-sm',
        GROUND[tone],
      )}
    >
      <Mark size={16} />
      {children}
    </span>
  );
}
