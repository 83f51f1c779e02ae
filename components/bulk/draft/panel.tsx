import type { ReactNode } from 'react';
import { ChevronRightIcon } from '@/components/ui/icons';

/** A part of the draft that is folded away: its name, and in one line what it says. */
export function Panel({
  name,
  summary,
  open,
  children,
}: {
  name: string;
  summary: ReactNode;
  open?: boolean;
  children: ReactNode;
}) {
  return (
    <details open={open} className="group/panel rounded-lg border border-line bg-surface">
      <summary className="flex min-h-target list-none items-center gap-2 px-4 py-2 [&::-webkit-details-marker]:hidden">
        <ChevronRightIcon size={16} className="shrink-0 transition-transform group-open/panel:rotate-90" />
        <span className="min-w-0 md:flex md:items-baseline md:gap-3">
          <span className="block shrink-0 font-semibold">{name}</span>
          <span className="block min-w-0 text-ink-muted text-sm wrap-anywhere">{summary}</span>
        </span>
      </summary>
      <div className="border-line border-t px-4 py-4">{children}</div>
    </details>
  );
}
