import { type ActAction, ActForm } from '@/components/desk/act-form';
import { buttonClass } from '@/components/ui/button';
import type { FailureKind } from '@/lib/invitations/bulk/progress-view';
import { count } from './run-words';

/** What failed, by how it failed: how many, why, and what to do. */
export function FailedKinds({
  id,
  failures,
  retry,
}: {
  id: string;
  failures: readonly FailureKind[];
  retry: ActAction | null;
}) {
  return (
    <section aria-labelledby="failed" className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="failed" className="font-semibold text-lg">
          What failed
        </h2>
        <a href={`/api/imports/${id}/failed`} download className={buttonClass('secondary', 'small')}>
          Download these rows as CSV
        </a>
      </div>
      <ul className="grid gap-4">
        {failures.map(({ code, count: rows, what, why, next }) => (
          <li key={code} className="grid gap-2 rounded-lg border border-line bg-surface p-4">
            <p className="font-medium">
              {count(rows)} {rows === 1 ? 'row' : 'rows'}: {what}
            </p>
            <p className="text-ink-muted text-sm wrap-anywhere">{why}</p>
            <p className="text-sm">{next}</p>
            {retry === null ? null : (
              <ActForm
                action={retry}
                id={id}
                label={rows === 1 ? 'Try it again' : `Try these ${count(rows)} again`}
                busy="Trying…"
              >
                <input type="hidden" name="code" value={code} />
              </ActForm>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
