import type { ReactNode } from 'react';
import { type ActAction, ActForm } from '@/components/desk/act-form';
import { Instant } from '@/components/ui/instant';
import { Notice } from '@/components/ui/notice';
import type { ShownFailure } from '@/lib/action-state';
import type { Batch } from '@/lib/invitations/bulk/batch';
import { type DraftActions, DraftDesk, type DraftDeskProps } from './draft/draft-desk';
import type { StageProps } from './stage-props';

type Props = StageProps &
  Pick<DraftDeskProps, 'offer' | 'sponsor' | 'examples' | 'silent'> & {
    /** Why directories and roles could not be had. */
    unloaded: ShownFailure | null;
    sameFile: Batch[];
    actions: DraftActions;
    discard: ActAction;
    /** The button that goes on to the plan. */
    plan?: ReactNode;
  };

/** An import before its plan: what it is of, its rows to look through and mend, and the way to throw it away. */
export function DraftStage({ batch, counts, mayManage, unloaded, sameFile, discard, plan, ...rest }: Props) {
  const { id, source, header, mapping, shared } = batch;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <p className="text-ink-muted">
        Look through the rows and mend what is wrong. Nothing has been sent, and nothing is until you confirm the plan.
      </p>
      {unloaded === null ? null : (
        <Notice tone="warn" title={unloaded.words.what}>
          <p>
            Without it there are no lists of directories and roles to choose from. Everything else can be mended.{' '}
            {unloaded.words.next}
          </p>
        </Notice>
      )}
      {sameFile.length === 0 ? null : <SameFile earlier={sameFile} />}
      <DraftDesk batch={{ id, source, header, mapping, shared }} counts={counts} mayManage={mayManage} {...rest}>
        {mayManage ? plan : undefined}
      </DraftDesk>
      {mayManage ? (
        <details className="mt-4 border-line border-t pt-4">
          <summary className="inline-flex min-h-target items-center text-ink-muted text-sm underline hover:text-ink md:min-h-8">
            Throw this import away
          </summary>
          <div className="mt-2 grid max-w-words gap-3">
            <p className="text-sm">
              Its rows go, too, and what you mended in them. The audit keeps that there was an import. Nobody has been
              invited by it.
            </p>
            <ActForm action={discard} id={id} label="Throw it away" busy="Throwing it away…" />
          </div>
        </details>
      ) : null}
    </div>
  );
}

function SameFile({ earlier }: { earlier: Batch[] }) {
  return (
    <Notice tone="info" title="This very file was imported before.">
      <ul className="grid gap-1">
        {earlier.map((batch) => (
          <li key={batch.id}>
            <a href={`/imports/${batch.id}`} className="underline">
              <bdi>{batch.fileName}</bdi>
            </a>
            , by <bdi>{batch.actor.name || batch.actor.email}</bdi>, <Instant iso={batch.createdAt.toISOString()} />
          </li>
        ))}
      </ul>
      <p>Whoever was invited by it already is recognised in the plan, and left out.</p>
    </Notice>
  );
}
