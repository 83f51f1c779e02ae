'use client';

import { usePathname } from 'next/navigation';
import { type Actor, can, type Permission } from '@/lib/invitations/policy';

const ROOMS: { href: string; name: string; permission: Permission }[] = [
  { href: '/settings/notifications', name: 'Notifications', permission: 'account.manage' },
  { href: '/settings/policy', name: 'Policy', permission: 'policy.read' },
  { href: '/settings/sponsors', name: 'Sponsors', permission: 'sponsor.hand-over' },
  { href: '/settings/webhooks', name: 'Webhooks', permission: 'webhook.manage' },
];

/** The settings that this person may see. */
export function SettingsNav({ roles }: Pick<Actor, 'roles'>) {
  const path = usePathname();
  return (
    <nav aria-label="Settings" className="mb-6 overflow-x-auto border-line border-b">
      <ul className="flex md:gap-1">
        {ROOMS.filter(({ permission }) => can({ roles }, permission)).map(({ href, name }) => (
          <li key={href}>
            <a
              href={href}
              aria-current={path === href || path.startsWith(`${href}/`) ? 'page' : undefined}
              className="-mb-px flex min-h-target items-center whitespace-nowrap border-transparent border-b-2 px-2 font-medium text-ink-muted hover:text-ink aria-[current]:border-accent aria-[current]:text-accent-ink md:min-h-10 md:px-3"
            >
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
