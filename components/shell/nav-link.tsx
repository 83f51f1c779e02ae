'use client';

import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';

/** One entry of the main navigation; marks itself when its page, or one below it, is shown. */
export function NavLink({ href, icon, children }: { href: string; icon: ReactNode; children: ReactNode }) {
  const path = usePathname();
  const current = path === href || path.startsWith(`${href}/`);
  return (
    // Not next/link: with one room there is nothing to go to without a load, and its script is weight on every page.
    <a
      href={href}
      aria-current={current ? 'page' : undefined}
      className="mx-auto flex min-h-target max-w-24 flex-col items-center justify-center rounded px-1 font-medium text-ink-muted text-xs whitespace-nowrap transition-colors hover:bg-sunken hover:text-ink aria-[current]:bg-accent-soft aria-[current]:text-accent-ink md:mx-0 md:min-h-9 md:max-w-none md:flex-row md:justify-start md:gap-2 md:px-3 md:text-base"
    >
      {icon}
      {children}
    </a>
  );
}
