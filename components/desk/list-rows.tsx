import type { ReactNode } from 'react';
import type { Count, ListRow } from '@/lib/invitations/desk';
import { RowCheck } from './list-checks';
import { ListHead } from './list-head';
import { ListSelection } from './list-selection';
import { Moment } from './moment';
import { OutsideBadge } from './outside-badge';
import { StateBadge } from './state-badge';

/** One grid for the heading and all rows: person, status, expiry, sponsor, inviter, roles, age. */
const COLUMNS =
  'lg:grid lg:grid-cols-[minmax(0,2fr)_9.5rem_6rem_minmax(10rem,1fr)_6rem] lg:items-center lg:gap-x-4 xl:grid-cols-[minmax(0,2.2fr)_9.5rem_6rem_minmax(0,1fr)_minmax(10rem,1fr)_minmax(0,1fr)_6rem]';
const HEADINGS: { name: string; className?: string }[] = [
  { name: 'Person' },
  { name: 'Status' },
  { name: 'Expires' },
  { name: 'Sponsor', className: 'max-xl:hidden' },
  { name: 'Invited by' },
  { name: 'Roles', className: 'max-xl:hidden' },
  { name: 'Age', className: 'text-right' },
];

/** The invitations, one line each on a wide screen and two on a phone. The whole row opens, and can be selected. */
export function ListRows({
  rows,
  now,
  scope,
  mayExport,
  matching,
  exportAll,
  actions,
}: {
  rows: readonly ListRow[];
  now: string;
  /** Which list this is: what is selected belongs to it. */
  scope: string;
  mayExport: boolean;
  /** How many match, where there are more than this page shows. */
  matching: Count | undefined;
  /** The address of the export of all that match. */
  exportAll: string;
  /** More to do with what is selected. */
  actions?: ReactNode;
}) {
  return (
    <ListSelection scope={scope} page={rows.map(({ id, email }) => ({ id, email }))}>
      <div className="transition-opacity group-[.is-loading]:opacity-50">
        <ListHead
          mayExport={mayExport}
          matching={matching}
          exportAll={exportAll}
          headings={
            <div aria-hidden="true" className={`hidden min-w-0 flex-1 pr-3 pl-1 text-ink-muted text-xs ${COLUMNS}`}>
              {HEADINGS.map(({ name, className }) => (
                <span key={name} className={className}>
                  {name}
                </span>
              ))}
            </div>
          }
        >
          {actions}
        </ListHead>
        <ul aria-label="Invitations">
          {rows.map((row) => (
            <li
              key={row.id}
              className="flex border-line border-b transition-colors hover:bg-sunken has-[:checked]:bg-accent-soft"
            >
              <RowCheck id={row.id} name={`${row.displayName} ${row.email}`.trim()} />
              <a
                data-row={row.id}
                href={`/invitations/${row.id}`}
                className={`block min-w-0 flex-1 py-2 pr-3 pl-1 text-sm focus-visible:-outline-offset-2 lg:h-10 lg:py-0 ${COLUMNS}`}
              >
                <Line row={row} now={now} />
              </a>
            </li>
          ))}
        </ul>
      </div>
    </ListSelection>
  );
}

const Hidden = ({ children }: { children: string }) => <span className="sr-only">{children}</span>;

/** On a phone: person and status above; expiry, inviter and age below, the rest a tap away. */
function Line({ row, now }: { row: ListRow; now: string }) {
  const { displayName, email, state, expiresAt, createdAt, sponsor, inviter, double, roles } = row;
  const timed = state === 'pending' || state === 'expired';
  return (
    <>
      <span className="flex min-w-0 items-center justify-between gap-2 lg:block lg:truncate">
        <span className="min-w-0 truncate">
          <bdi className="font-medium text-base lg:text-sm">{displayName || email}</bdi>{' '}
          {displayName === '' ? null : <bdi className="text-ink-muted">{email}</bdi>}
        </span>
        <span className="shrink-0 lg:hidden">
          <StateBadge state={state} />
        </span>
      </span>
      <span className="hidden lg:block">
        <StateBadge state={state} />
      </span>
      <span className="mt-0.5 flex min-w-0 items-center gap-1.5 text-ink-muted lg:mt-0 lg:contents">
        <span className="shrink-0 tabular-nums has-[[aria-hidden]]:max-lg:hidden lg:truncate lg:text-ink">
          {timed && expiresAt !== '' ? (
            <>
              <span className="lg:sr-only">{state === 'expired' ? 'expired ' : 'expires '}</span>
              <Moment iso={expiresAt} now={now} />
            </>
          ) : (
            <span aria-hidden="true">–</span>
          )}
        </span>
        <span className="hidden min-w-0 truncate xl:block">
          {sponsor === '' ? (
            <span aria-hidden="true">–</span>
          ) : (
            <>
              <Hidden>sponsor </Hidden>
              <bdi>{sponsor}</bdi>
            </>
          )}
        </span>
        <span className="min-w-0 truncate">
          <Hidden>invited by </Hidden>
          {inviter === null ? <OutsideBadge double={double} /> : <bdi className="lg:text-ink">{inviter}</bdi>}
        </span>
        <span className="hidden min-w-0 truncate text-ink-muted xl:block">
          {roles.length === 0 ? (
            <span aria-hidden="true">–</span>
          ) : (
            <>
              <Hidden>roles </Hidden>
              <bdi>{roles.join(', ')}</bdi>
            </>
          )}
        </span>
        <span className="ml-auto shrink-0 tabular-nums lg:ml-0 lg:text-right">
          <Hidden>created </Hidden>
          <Moment iso={createdAt} now={now} />
        </span>
      </span>
    </>
  );
}
