import { type ActAction, ActForm } from '@/components/desk/act-form';
import { classNames } from '@/components/ui/class-names';
import type { BatchKind, RowState } from '@/lib/invitations/bulk/batch';
import { stateWords } from './run-words';

export type OutcomeRow = {
  number: number;
  name: string;
  email: string;
  state: RowState;
  /** Where to read on: the invitation, or the request. */
  href: string | null;
  failure: { what: string; next: string } | null;
};

/** What came of each row, a page at a time, with the way to its invitation. */
export function OutcomeRows({
  id,
  kind,
  state,
  rows,
  next,
  retry,
}: {
  id: string;
  kind: BatchKind;
  state: RowState | '';
  rows: readonly OutcomeRow[];
  next: number | null;
  retry: ActAction | null;
}) {
  const words = new Map(stateWords(kind));
  const href = (of: string, after = 0) =>
    `/imports/${id}?${new URLSearchParams({ rows: of, ...(after === 0 ? {} : { after: String(after) }) })}#rows`;
  const choices = [['', 'All'] as const, ...stateWords(kind).filter(([of]) => SHOWN.has(of))];
  return (
    <section id="rows" aria-labelledby="rows-title" className="mt-8 grid gap-3">
      <h2 id="rows-title" className="font-semibold text-lg">
        Row by row
      </h2>
      <nav aria-label="Which rows" className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {choices.map(([of, name]) => (
          <a
            key={of}
            href={href(of)}
            aria-current={of === state ? 'true' : undefined}
            className={classNames(
              'min-h-target content-center md:min-h-8',
              of === state ? 'font-semibold' : 'underline',
            )}
          >
            {name}
          </a>
        ))}
      </nav>
      {rows.length === 0 ? (
        <p className="py-4 text-ink-muted">No row is {state === '' ? 'here' : `“${words.get(state)}”`}.</p>
      ) : (
        <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
          {rows.map((row) => (
            <li key={row.number} className="grid gap-1 px-4 py-2.5 sm:grid-cols-[3rem_minmax(0,1fr)_auto] sm:gap-x-3">
              <span className="text-ink-muted text-sm tabular-nums max-sm:hidden">{row.number}</span>
              <span className="min-w-0 wrap-anywhere">
                {row.href === null ? (
                  row.name || row.email
                ) : (
                  <a href={row.href} className="underline">
                    {row.name || row.email}
                  </a>
                )}{' '}
                <span className="text-ink-muted text-sm">{row.email}</span>
                {row.failure === null ? null : (
                  <span className="block text-sm">
                    {row.failure.what} <span className="text-ink-muted">{row.failure.next}</span>
                  </span>
                )}
              </span>
              <span className="flex items-start gap-3 text-ink-muted text-sm">
                {words.get(row.state)}
                {row.state === 'failed' && retry !== null ? (
                  <ActForm action={retry} id={id} label="Try again" busy="Trying…">
                    <input type="hidden" name="row" value={row.number} />
                  </ActForm>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      )}
      {next === null ? null : (
        <a href={href(state, next)} className="text-sm underline">
          Next rows
        </a>
      )}
    </section>
  );
}

const SHOWN: ReadonlySet<RowState> = new Set(['done', 'asked', 'failed', 'unknown', 'cancelled', 'skipped']);
