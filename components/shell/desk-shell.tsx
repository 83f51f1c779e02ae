import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import {
  BookIcon,
  ImportIcon,
  InviteIcon,
  LeaveIcon,
  ListIcon,
  PersonIcon,
  QuestionIcon,
  SearchIcon,
  SettingsIcon,
} from '@/components/ui/icons';
import { Logo } from '@/components/ui/logo';
import { type Actor, can, type Permission } from '@/lib/invitations/policy';
import { KeyboardHelp } from './keyboard-help';
import { MoreRooms } from './more-rooms';
import { NavLink } from './nav-link';
import { roleWords } from './role-words';
import { ShortcutKeys } from './shortcut-keys';

const LIST = '/invitations';

/** What stands beside a door: how many invitations are open, how many requests wait for the reader's word. */
export type DoorCounts = { pending: number | null; toDecide: number | null };

type Room = {
  href: string;
  name: string;
  permission: Permission;
  icon: ReactNode;
  /** Not for everybody who may enter. */
  shown?: (actor: Pick<Actor, 'roles'>, counts: DoorCounts) => boolean;
  count?: { of: keyof DoorCounts; words: string };
};

/** Whoever invites by themselves has no use for asking; what they had to ask for all the same is among the requests. */
const onlyAsks = (actor: Pick<Actor, 'roles'>): boolean => !can(actor, 'invitation.create');

/** What a phone's bar has room for; the rest is under "More". */
const IN_BAR = 4;

/** The rooms that exist, what one uses most first. Who may not enter one does not see its door. */
const ROOMS: Room[] = [
  {
    href: '/invite',
    name: 'Invite',
    permission: 'invitation.create',
    icon: <InviteIcon size={18} />,
  },
  {
    href: '/request',
    name: 'Request access',
    permission: 'request.create',
    icon: <InviteIcon size={18} />,
    shown: onlyAsks,
  },
  {
    href: '/my-guests',
    name: 'My guests',
    permission: 'guest.read',
    icon: <PersonIcon size={18} />,
    shown: onlyAsks,
  },
  {
    href: LIST,
    name: 'Invitations',
    permission: 'invitation.read',
    icon: <ListIcon size={18} />,
    count: { of: 'pending', words: 'open' },
  },
  {
    href: '/requests',
    name: 'Requests',
    permission: 'request.decide',
    icon: <QuestionIcon size={18} />,
    // A sponsor is asked now and then; until then it would be an empty room.
    shown: (actor, { toDecide }) => !onlyAsks(actor) || (toDecide ?? 0) > 0,
    count: { of: 'toDecide', words: 'for you to decide' },
  },
  { href: '/imports', name: 'Imports', permission: 'batch.read', icon: <ImportIcon size={18} /> },
  { href: '/lookup', name: 'Look up', permission: 'invitation.read', icon: <SearchIcon size={18} /> },
  { href: '/audit', name: 'Audit', permission: 'audit.read', icon: <BookIcon size={18} /> },
  { href: '/settings', name: 'Settings', permission: 'account.manage', icon: <SettingsIcon size={18} /> },
];

/** The frame of every signed-in page: a sidebar on a wide screen; a line above and a bar below on a phone. */
export function DeskShell({
  actor,
  counts,
  signOut,
  children,
}: {
  actor: Actor;
  /** Null where a number is not known. */
  counts: DoorCounts;
  signOut: () => Promise<void>;
  children: ReactNode;
}) {
  const rooms = ROOMS.filter(({ permission, shown }) => can(actor, permission) && (shown?.(actor, counts) ?? true));
  // One that would be alone under "More" may as well stand there itself.
  const inBar = rooms.length === IN_BAR + 1 ? IN_BAR + 1 : IN_BAR;
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[14rem_minmax(0,1fr)]">
      <ShortcutKeys />
      <a
        href="#main"
        className="sr-only z-30 rounded bg-accent font-medium text-accent-on focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:px-4 focus:py-2"
      >
        Skip to content
      </a>
      <header className="flex min-w-0 items-center gap-3 border-line border-b bg-surface px-4 py-2 md:sticky md:top-0 md:h-dvh md:flex-col md:items-stretch md:gap-6 md:overflow-y-auto md:border-r md:border-b-0 md:px-3 md:py-5">
        <div className="shrink-0 md:px-3">
          <Logo />
        </div>
        <nav
          aria-label="Main"
          className="fixed inset-x-0 bottom-0 z-10 border-line border-t bg-surface px-2 pt-1 pb-[calc(0.25rem+env(safe-area-inset-bottom))] md:static md:border-t-0 md:p-0"
        >
          <ul className="grid auto-cols-fr grid-flow-col gap-1 md:grid-flow-row">
            {rooms.map(({ href, name, icon, count }, index) => (
              <li key={href} className={index < inBar ? undefined : 'max-md:hidden'}>
                <NavLink href={href} icon={icon}>
                  {name}
                  {count === undefined ? null : <DoorCount number={counts[count.of]} words={count.words} />}
                </NavLink>
              </li>
            ))}
            {rooms.length > inBar ? (
              <li className="md:hidden">
                <MoreRooms rooms={rooms.slice(inBar)} />
              </li>
            ) : null}
          </ul>
        </nav>
        <div className="ml-auto flex min-w-0 items-center gap-2 md:mt-auto md:ml-0 md:flex-col md:items-stretch md:border-line md:border-t md:pt-4">
          <p className="min-w-0 text-right text-sm md:px-3 md:text-left">
            <span dir="auto" className="block truncate font-medium" title={actor.name}>
              {actor.name}
            </span>
            <span className="block truncate text-ink-muted text-xs">{roleWords(actor.roles)}</span>
          </p>
          <KeyboardHelp />
          <form action={signOut} className="shrink-0">
            <Button type="submit" kind="quiet" size="small" className="md:w-full md:justify-start">
              <LeaveIcon size={16} />
              Sign out
            </Button>
          </form>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="min-w-0 px-4 pt-6 pb-28 md:px-8 md:py-8 lg:px-12">
        <div className="mx-auto max-w-page">{children}</div>
      </main>
    </div>
  );
}

function DoorCount({ number, words }: { number: number | null; words: string }) {
  if (number === null || number === 0) return null;
  return (
    <span className="ml-auto text-ink-muted text-sm tabular-nums max-md:hidden">
      {number.toLocaleString('en')}
      <span className="sr-only"> {words}</span>
    </span>
  );
}
