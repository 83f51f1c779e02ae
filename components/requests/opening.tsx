import type { ReactNode } from 'react';
import { ChevronDownIcon } from '@/components/ui/icons';

/** Opens in place, with and without scripts. */
export function Opening({
  title,
  letter,
  children,
}: {
  title: string;
  /** The key that opens it. */
  letter?: ReactNode;
  children: ReactNode;
}) {
  return (
    <details className="group/opening rounded border border-line-strong">
      <summary className="flex min-h-target list-none items-center gap-2 px-3 py-2 font-medium transition-colors hover:bg-sunken md:min-h-10">
        <ChevronDownIcon size={16} className="-rotate-90 shrink-0 transition-transform group-open/opening:rotate-0" />
        <bdi className="min-w-0 break-words">{title}</bdi>
        <span className="ml-auto">{letter}</span>
      </summary>
      <div className="grid gap-3 border-line border-t p-3">{children}</div>
    </details>
  );
}
