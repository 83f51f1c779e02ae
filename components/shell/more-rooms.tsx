import type { ReactNode } from 'react';
import { MoreIcon } from '@/components/ui/icons';
import { NavLink } from './nav-link';

/** What a phone's bar has no room for. Opens without a script; a link in it leads away, and so closes it. */
export function MoreRooms({ rooms }: { rooms: { href: string; name: string; icon: ReactNode }[] }) {
  return (
    <details className="relative">
      <summary className="mx-auto flex min-h-target max-w-24 cursor-pointer list-none flex-col items-center justify-center rounded px-3 font-medium text-ink-muted text-xs hover:bg-sunken hover:text-ink [&::-webkit-details-marker]:hidden">
        <MoreIcon size={18} />
        More
      </summary>
      <ul className="absolute right-0 bottom-full mb-2 grid min-w-40 gap-1 rounded-lg border border-line bg-surface p-2 shadow-lg">
        {rooms.map(({ href, name, icon }) => (
          <li key={href}>
            <NavLink href={href} icon={icon}>
              {name}
            </NavLink>
          </li>
        ))}
      </ul>
    </details>
  );
}
