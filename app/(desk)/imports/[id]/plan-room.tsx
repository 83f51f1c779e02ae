import { redirect } from 'next/navigation';
import { PlanStage } from '@/components/bulk/plan-stage';
import type { StageProps } from '@/components/bulk/stage-props';
import { requirePermission } from '@/lib/auth/gate';
import { systemClock } from '@/lib/clock';
import { createContext } from '@/lib/context';
import { showPlan } from '@/lib/invitations/bulk/show-plan';
import { requestId } from '@/lib/request';
import { acknowledgeAction, backAction, confirmAction, fixAction, planAction } from './plan-actions';

/** The page of an import while its plan is made and looked at. */
export async function PlanRoom(props: StageProps) {
  const actor = await requirePermission('batch.read', `/imports/${props.batch.id}`);
  const shape = await showPlan({ ctx: createContext(actor, await requestId()), input: { id: props.batch.id } });
  if (!shape.ok) redirect('/no-access');
  return (
    <PlanStage
      {...props}
      shape={shape.value}
      now={systemClock.now().toISOString()}
      actions={{
        plan: planAction,
        confirm: confirmAction,
        acknowledge: acknowledgeAction,
        fix: fixAction,
        back: backAction,
      }}
    />
  );
}
