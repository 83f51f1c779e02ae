import { Moment } from '@/components/desk/moment';
import { Badge } from '@/components/ui/badge';
import { CopyButton } from '@/components/ui/copy-button';
import type { Batch } from '@/lib/invitations/bulk/batch';
import type { RowCounts } from '@/lib/invitations/bulk/batches';
import { batchTitle } from './batch-words';
import { resultWords, stateOf } from './history-words';

const COLUMNS =
  'lg:grid lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_7rem_12rem_minmax(0,1.6fr)_7rem] lg:items-center lg:gap-x-4';

const HEADINGS = ['Import', 'By', 'When', 'State', 'Rows', 'File’s hash'];

/** Imports, newest first: what each is of, by whom, how it stands and what came of it. */
export function ImportHistory({ rows, now }: { rows: (Batch & { counts: RowCounts })[]; now: string }) {
  return (
    <div>
      <div aria-hidden="true" className={`hidden min-h-10 border-line border-b px-1 text-ink-muted text-xs ${COLUMNS}`}>
        {HEADINGS.map((name) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      <ul aria-label="Imports">
        {rows.map((batch) => (
          <li
            key={batch.id}
            className={`relative grid gap-1 border-line border-b px-1 py-3 text-sm transition-colors hover:bg-sunken lg:min-h-11 lg:py-1 ${COLUMNS}`}
          >
            <a
              href={`/imports/${batch.id}`}
              data-row={batch.id}
              className="truncate font-medium text-base after:absolute after:inset-0 lg:text-sm"
            >
              <bdi>{batchTitle(batch)}</bdi>
            </a>
            <span className="truncate text-ink-muted lg:text-ink">
              <span className="lg:sr-only">by </span>
              <bdi>{batch.actor.name || batch.actor.email || 'Somebody whose data was erased'}</bdi>
            </span>
            <span className="text-ink-muted tabular-nums">
              <Moment iso={batch.createdAt.toISOString()} now={now} />
            </span>
            <span>
              <State batch={batch} />
            </span>
            <span className="wrap-anywhere text-ink-muted tabular-nums">{resultWords(batch)}</span>
            {batch.fileHash === '' ? (
              <span aria-hidden="true" className="text-ink-muted max-lg:hidden">
                –
              </span>
            ) : (
              <span className="relative z-[1] flex items-center text-ink-muted">
                <span className="sr-only">hash </span>
                <code className="font-mono text-xs" title={batch.fileHash}>
                  {batch.fileHash.slice(0, 8)}
                </code>
                <CopyButton text={batch.fileHash} label={`Copy the hash of ${batchTitle(batch)}`} bare />
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function State({ batch }: { batch: Batch & { counts: RowCounts } }) {
  const { tone, icon, words } = stateOf(batch);
  return (
    <Badge tone={tone} icon={icon}>
      {words}
    </Badge>
  );
}
