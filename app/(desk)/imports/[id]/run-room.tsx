import { OutcomeRows } from '@/components/bulk/run/outcome-rows';
import { RunBoard } from '@/components/bulk/run/run-board';
import type { StageProps } from '@/components/bulk/stage-props';
import { requirePermission } from '@/lib/auth/gate';
import { createContext } from '@/lib/context';
import type { BatchRow } from '@/lib/invitations/bulk/batch';
import { listOutcomes, outcomesSchema } from '@/lib/invitations/bulk/list-outcomes';
import { showProgress } from '@/lib/invitations/bulk/show-progress';
import { requestId } from '@/lib/request';
import { rowFailureWords } from '@/lib/row-failure-words';
import { progressOf } from '@/lib/run-progress';
import { cancelAction, pauseAction, resumeAction, retryAction } from './run-actions';

const ACTIONS = { pause: pauseAction, resume: resumeAction, cancel: cancelAction, retry: retryAction };

/** An import that runs, or has. */
export async function RunRoom({ batch, mayManage, query }: StageProps) {
  const actor = await requirePermission('batch.read', `/imports/${batch.id}`);
  const ctx = createContext(actor, await requestId());
  const input = outcomesSchema.parse({ id: batch.id, state: query.rows ?? '', after: query.after ?? 0 });
  const [report, outcomes] = await Promise.all([
    showProgress({ ctx, input: { id: batch.id } }),
    listOutcomes({ ctx, input }),
  ]);
  if (!report.ok || !outcomes.ok) throw new Error(`import ${batch.id} is gone`);
  return (
    <>
      <RunBoard
        batch={{ id: batch.id, kind: batch.kind }}
        first={progressOf(report.value)}
        actions={mayManage ? ACTIONS : null}
      />
      <OutcomeRows
        id={batch.id}
        kind={batch.kind}
        state={input.state}
        rows={outcomes.value.rows.map(outcomeOf)}
        next={outcomes.value.next}
        retry={mayManage && batch.state !== 'cancelled' ? retryAction : null}
      />
    </>
  );
}

const outcomeOf = ({ number, content, state, invitationId, requestId: request, targetId, failure }: BatchRow) => ({
  number,
  name: content.displayName,
  email: content.email,
  state,
  href: hrefOf(invitationId ?? targetId, request),
  failure: failure === null ? null : rowFailureWords(failure.code, failure.detail),
});

function hrefOf(invitation: string | null, request: string | null): string | null {
  if (request !== null) return `/requests/${request}`;
  return invitation === null ? null : `/invitations/${invitation}`;
}
