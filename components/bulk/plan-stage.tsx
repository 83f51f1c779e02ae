import { type ActAction, ActForm } from '@/components/desk/act-form';
import { Instant } from '@/components/ui/instant';
import { Notice } from '@/components/ui/notice';
import type { Batch, PlanShape } from '@/lib/invitations/bulk/batch';
import { TYPED_ABOVE } from '@/lib/invitations/bulk/batch';
import { classLines, confirmWords, peopleWords, totalsOf } from './plan/class-words';
import { ConfirmForm } from './plan/confirm-form';
import { PlanClass } from './plan/plan-class';
import { PlanProgress } from './plan/plan-progress';
import { PlanQueries } from './plan/plan-queries';
import { PlanRows } from './plan/plan-rows';
import type { StageProps } from './stage-props';

type Props = StageProps & {
  shape: PlanShape;
  now: string;
  actions: Record<'plan' | 'confirm' | 'acknowledge' | 'fix' | 'back', ActAction>;
};

/** An import whose plan is being made, or is there: what will happen to each row, before anything is sent. */
export function PlanStage(props: Props) {
  const { batch, mayManage, actions } = props;
  const back =
    mayManage && batch.kind === 'invite' ? (
      <ActForm action={actions.back} id={batch.id} label="Change rows" busy="Going back…" />
    ) : null;
  if (batch.state !== 'planning') return <Plan {...props} back={back} />;
  return (
    <div className="grid gap-6">
      <PlanProgress id={batch.id} rows={batch.rows} plannedRows={batch.plannedRows} />
      {back}
    </div>
  );
}

function Plan({ batch, counts, shape, now, mayManage, actions, back }: Props & { back: React.ReactNode }) {
  const { id, kind, planHash } = batch;
  const lines = classLines(kind, counts, shape);
  const totals = totalsOf(lines, counts);
  const nothing = totals.going + totals.asking === 0;
  return (
    <PlanQueries>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <Freshness batch={batch} rows={counts.all} />
        {shape.changed === 0 ? null : (
          <section id="changed" aria-label="What changed" tabIndex={-1}>
            <Notice
              tone="warn"
              title={`${shape.changed === 1 ? 'One row has' : `${shape.changed.toLocaleString('en')} rows have`} changed since you looked`}
            >
              <p>Everything else is as it was shown. Look at these, then confirm again.</p>
              <PlanRows id={id} plan={planHash} of="changed" label="Rows that changed" now={now} />
            </Notice>
          </section>
        )}
        {kind === 'invite' || batch.reason === '' ? null : (
          <p className="max-w-words wrap-anywhere">
            Reason: <bdi>{batch.reason}</bdi>
          </p>
        )}
        <section aria-label="What will happen">
          <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
            {lines.map((line) => (
              <li key={line.of}>
                <PlanClass
                  {...{ id, line, now }}
                  plan={planHash}
                  fixable={shape.fixable}
                  actions={mayManage ? { acknowledge: actions.acknowledge, fix: actions.fix } : null}
                />
              </li>
            ))}
            {counts.leftOut === 0 ? null : (
              <li className="px-4 py-3 text-ink-muted text-sm">
                {counts.leftOut.toLocaleString('en')} left out by hand.
              </li>
            )}
          </ul>
        </section>
        {mayManage ? (
          <div className="grid gap-4">
            {nothing ? <p className="font-medium">There is nothing to send: every row is left out.</p> : null}
            <ConfirmForm
              {...{ id }}
              plan={planHash}
              label={confirmWords(kind, totals)}
              count={totals.going}
              typed={kind !== 'invite' && totals.going > TYPED_ABOVE}
              blocked={nothing}
              action={actions.confirm}
            />
            <div className="flex flex-wrap gap-3">
              {back}
              <ActForm action={actions.plan} id={id} label="Look once more" busy="Looking…" />
            </div>
          </div>
        ) : null}
      </div>
    </PlanQueries>
  );
}

function Freshness({ batch, rows }: { batch: Batch; rows: number }) {
  const { copiedAt } = batch;
  return (
    <p className="max-w-words text-ink-muted">
      Nothing has been sent. This is what will happen to{' '}
      {batch.kind === 'invite' ? peopleWords(rows) : `each of these ${rows.toLocaleString('en')}`}
      {copiedAt === null ? (
        '. Usher has not read all of ConductorOne yet: whom it has not seen may be known there, and is refused there then.'
      ) : (
        <>
          , by what Usher read from ConductorOne <Instant iso={copiedAt.toISOString()} show="relative" />.
        </>
      )}
    </p>
  );
}
