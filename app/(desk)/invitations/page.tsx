import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { BulkActs } from '@/components/desk/bulk-acts';
import { CopyLine } from '@/components/desk/copy-line';
import { EmptyList } from '@/components/desk/empty-list';
import { chipsOf } from '@/components/desk/filter-chips';
import { listAddress, listParams, type Query, readListQuery, WHOLE_LIST } from '@/components/desk/list-address';
import { ListFrame } from '@/components/desk/list-frame';
import { ListRows } from '@/components/desk/list-rows';
import { ListTabs } from '@/components/desk/list-tabs';
import { FilterPanel, FilterSentence, ListSearch } from '@/components/desk/list-toolbar';
import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { requirePermission } from '@/lib/auth/gate';
import { createContext } from '@/lib/context';
import type { FilterChoices, ListQuery } from '@/lib/invitations/desk';
import { listChoices } from '@/lib/invitations/list-choices';
import { listInvitations, listSchema } from '@/lib/invitations/list-invitations';
import { can } from '@/lib/invitations/policy';
import { requestId } from '@/lib/request';
import { syncAction } from './actions';
import { bulkAction } from './bulk-actions';

export const metadata: Metadata = { title: 'Invitations' };

const NO_CHOICES: FilterChoices = { directories: [], roles: [], sponsors: [], inviters: [] };

/** What an address says, as far as it makes sense: a list is never refused over a mistyped address. */
function readQuery(query: Query): ListQuery {
  const parsed = listSchema.safeParse(readListQuery(query));
  return parsed.success ? parsed.data : WHOLE_LIST;
}

export default async function InvitationsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const asked = await searchParams;
  const query = readQuery(asked);
  const actor = await requirePermission('invitation.read', listAddress(query));
  const ctx = createContext(actor, await requestId());
  const filtersOpen = asked.filters === 'open';
  const narrowed = listAddress({ ...query, tab: 'all', sort: 'newest', after: '' }) !== '/invitations';
  const [listed, choices] = await Promise.all([
    listInvitations({ ctx, input: query }),
    filtersOpen || narrowed ? listChoices({ ctx }) : null,
  ]);
  // The page that the address leads to is none any more; the first one is.
  if (!listed.ok) redirect(listAddress({ ...query, after: '' }));
  const { rows, next, counts, copy, now } = listed.value;
  const offer = choices?.ok ? choices.value : NO_CHOICES;
  const chips = chipsOf(query, offer);
  return (
    <ListFrame path="/invitations" search={query.search}>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div>
          <h1 className="font-semibold text-xl">Invitations</h1>
          <CopyLine wholeAt={copy.wholeAt} now={now} syncAction={can(actor, 'sync.run') ? syncAction : null} />
        </div>
        {can(actor, 'invitation.create') ? (
          <a href="/invite" className={classNames(buttonClass('primary'), 'max-md:hidden')}>
            Invite somebody
          </a>
        ) : null}
      </div>
      <div className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-3">
        <ListTabs query={query} counts={counts} />
        <div className="flex flex-wrap items-center gap-2">
          <ListSearch query={query} filtersOpen={filtersOpen} />
          <FilterLink query={query} open={filtersOpen} />
          {can(actor, 'invitation.export') ? (
            <a href={listAddress(query, {}, '/api/export/invitations')} className={buttonClass('quiet')} download>
              Export CSV
            </a>
          ) : null}
        </div>
        {filtersOpen ? <FilterPanel query={query} choices={offer} /> : null}
        <FilterSentence query={query} chips={chips} />
        {rows.length === 0 ? (
          <EmptyList query={query} narrowed={chips.length > 0} />
        ) : (
          <ListRows
            rows={rows}
            now={now}
            scope={listAddress({ ...query, after: '', sort: WHOLE_LIST.sort })}
            mayExport={can(actor, 'invitation.export')}
            matching={next === null && query.after === '' ? undefined : counts[query.tab]}
            exportAll={listAddress(query, {}, '/api/export/invitations')}
            actions={
              can(actor, 'batch.manage') ? (
                <BulkActs
                  action={bulkAction}
                  query={listParams({ ...query, after: '', sort: WHOLE_LIST.sort }).toString()}
                  matching={counts[query.tab]}
                />
              ) : undefined
            }
          />
        )}
        <Paging query={query} next={next} />
      </div>
    </ListFrame>
  );
}

function FilterLink({ query, open }: { query: ListQuery; open: boolean }) {
  const params = listParams(query);
  params.delete('after');
  if (!open) params.set('filters', 'open');
  return (
    <a data-list href={`/invitations?${params}`} aria-expanded={open} className={buttonClass('secondary')}>
      Filter
    </a>
  );
}

function Paging({ query, next }: { query: ListQuery; next: string | null }) {
  if (next === null && query.after === '') return null;
  return (
    <nav aria-label="Pages" className="flex items-center justify-between gap-3">
      {query.after === '' ? (
        <span />
      ) : (
        <a data-list href={listAddress({ ...query, after: '' })} className={buttonClass('secondary')}>
          Back to the first page
        </a>
      )}
      {next === null ? null : (
        <a data-list href={listAddress({ ...query, after: next })} className={buttonClass('secondary')}>
          Next page
        </a>
      )}
    </nav>
  );
}
