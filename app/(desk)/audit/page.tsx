import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { auditAddress, readAuditQuery, WHOLE_AUDIT } from '@/components/desk/audit-address';
import { AuditEntries } from '@/components/desk/audit-entries';
import { AuditFilters } from '@/components/desk/audit-filters';
import type { Query } from '@/components/desk/list-address';
import { ListFrame } from '@/components/desk/list-frame';
import { VerifyPanel } from '@/components/desk/verify-panel';
import { buttonClass } from '@/components/ui/button';
import { requirePermission } from '@/lib/auth/gate';
import { createContext } from '@/lib/context';
import { listAudit, listAuditSchema } from '@/lib/invitations/list-audit';
import { requestId } from '@/lib/request';
import { verifyAction } from './actions';

export const metadata: Metadata = { title: 'Audit' };

export default async function AuditPage({ searchParams }: { searchParams: Promise<Query> }) {
  const read = listAuditSchema.safeParse(readAuditQuery(await searchParams));
  const query = read.success ? read.data : WHOLE_AUDIT;
  const actor = await requirePermission('audit.read', auditAddress(query));
  const listed = await listAudit({ ctx: createContext(actor, await requestId()), input: query });
  if (!listed.ok) redirect('/no-access');
  const { events, next, actions } = listed.value;
  const narrowed = auditAddress({ ...query, before: '' }) !== '/audit';
  const file = (format: string) => auditAddress({ ...query, before: '' }, '/api/export/audit', { format });
  return (
    <ListFrame path="/audit" search={query.person}>
      <h1 className="font-semibold text-xl">Audit</h1>
      <p className="mt-1 mb-4 text-ink-muted">
        Everything that was done, by whom and why. Entries are never changed; verifying proves it.
      </p>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <div className="flex flex-wrap items-start gap-x-2">
          <VerifyPanel action={verifyAction} />
          <a href={file('csv')} className={buttonClass('quiet')} download>
            Export CSV
          </a>
          <a href={file('jsonl')} className={buttonClass('quiet')} download>
            {narrowed ? 'Export JSON Lines' : 'Export JSON Lines, verifiable'}
          </a>
        </div>
        <AuditFilters query={query} actions={actions} />
        {narrowed ? (
          <p className="text-sm">
            <a data-list href="/audit" className="underline">
              {query.invitationId === '' ? 'Show everything' : 'Only one invitation is shown. Show everything'}
            </a>
          </p>
        ) : null}
        {events.length === 0 ? (
          <p className="py-8 text-ink-muted">{narrowed ? 'No entry fits.' : 'Nothing has been done yet.'}</p>
        ) : (
          <AuditEntries events={events} />
        )}
        {next === null && query.before === '' ? null : (
          <nav aria-label="Pages" className="flex justify-between gap-3">
            {query.before === '' ? (
              <span />
            ) : (
              <a data-list href={auditAddress({ ...query, before: '' })} className={buttonClass('secondary')}>
                Back to the newest
              </a>
            )}
            {next === null ? null : (
              <a data-list href={auditAddress({ ...query, before: next })} className={buttonClass('secondary')}>
                Older entries
              </a>
            )}
          </nav>
        )}
      </div>
    </ListFrame>
  );
}
