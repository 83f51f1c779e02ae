import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ImportHistory } from '@/components/bulk/history';
import { buttonClass } from '@/components/ui/button';
import { requirePermission } from '@/lib/auth/gate';
import { systemClock } from '@/lib/clock';
import { createContext } from '@/lib/context';
import { batchListSchema, listBatches } from '@/lib/invitations/bulk/list-batches';
import { can } from '@/lib/invitations/policy';
import { requestId } from '@/lib/request';

export const metadata: Metadata = { title: 'Imports' };

type Query = Record<string, string | string[] | undefined>;

export default async function ImportsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requirePermission('batch.read', '/imports');
  // A mistyped address is the first page.
  const asked = batchListSchema.safeParse({ before: (await searchParams).before ?? '' });
  const before = asked.success ? asked.data.before : '';
  const listed = await listBatches({ ctx: createContext(actor, await requestId()), input: { before } });
  if (!listed.ok) redirect(listed.failure.code === 'batch-not-found' ? '/imports' : '/no-access');
  const { rows, next } = listed.value;
  const mayManage = can(actor, 'batch.manage');
  return (
    <>
      <div className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div>
          <h1 className="font-semibold text-xl">Imports</h1>
          <p className="mt-1 max-w-words text-ink-muted">
            Many at once: from a file, a paste or the list, and what came of each. Rows are kept; the file itself is
            not.
          </p>
        </div>
        {mayManage ? (
          <a href="/imports/new" className={buttonClass('primary')}>
            New import
          </a>
        ) : null}
      </div>
      {rows.length === 0 ? (
        <Nothing mayManage={mayManage} />
      ) : (
        <ImportHistory rows={rows} now={systemClock.now().toISOString()} />
      )}
      {before === '' && next === null ? null : (
        <nav aria-label="Pages" className="mt-4 flex items-center justify-between gap-3">
          {before === '' ? (
            <span />
          ) : (
            <a href="/imports" className={buttonClass('secondary')}>
              Back to the newest
            </a>
          )}
          {next === null ? null : (
            <a href={`/imports?before=${next}`} className={buttonClass('secondary')}>
              Older ones
            </a>
          )}
        </nav>
      )}
    </>
  );
}

function Nothing({ mayManage }: { mayManage: boolean }) {
  return (
    <div className="max-w-words py-10">
      <p className="font-medium">Nothing has been imported yet.</p>
      <p className="mt-1 text-ink-muted">
        An import invites everybody in a list: a CSV file with a row for each person. You see beforehand what will
        happen to each of them, and nothing is sent until you say so.
      </p>
      {mayManage ? (
        <p className="mt-3">
          <a href="/imports/new" className="text-accent-ink underline">
            Choose a file
          </a>
          , or{' '}
          <a href="/api/imports/template" download className="text-accent-ink underline">
            download a template
          </a>{' '}
          to fill in.
        </p>
      ) : null}
    </div>
  );
}
