import { redirect } from 'next/navigation';
import { DraftStage } from '@/components/bulk/draft-stage';
import type { StageProps } from '@/components/bulk/stage-props';
import { ActForm } from '@/components/desk/act-form';
import { requirePermission } from '@/lib/auth/gate';
import { systemClock } from '@/lib/clock';
import { createContext } from '@/lib/context';
import { shownFailure } from '@/lib/failure-words';
import { draftView } from '@/lib/invitations/bulk/draft-view';
import { requestId } from '@/lib/request';
import {
  changeMappingAction,
  changeSharedAction,
  discardAction,
  fixEverywhereAction,
  leaveOutAction,
  mendCellAction,
} from './draft-actions';
import { planAction } from './plan-actions';

/** The page of an import while it is a draft. */
export async function DraftRoom(props: StageProps) {
  const { batch } = props;
  const actor = await requirePermission('batch.read', `/imports/${batch.id}`);
  const id = await requestId();
  const viewed = await draftView({ ctx: createContext(actor, id), input: batch });
  if (!viewed.ok) redirect('/no-access');
  const { offer, unloaded, ...view } = viewed.value;
  const { directories, roles, self } = offer;
  return (
    <DraftStage
      {...props}
      {...view}
      offer={{ directories, roles, self, unloaded: unloaded !== null }}
      unloaded={unloaded === null ? null : shownFailure(unloaded, { requestId: id, now: systemClock.now() })}
      actions={{
        mend: mendCellAction,
        fix: fixEverywhereAction,
        leaveOut: leaveOutAction,
        shared: changeSharedAction,
        mapping: changeMappingAction,
      }}
      discard={discardAction}
      plan={<ActForm action={planAction} id={batch.id} label="Look at the plan" busy="Planning…" kind="primary" />}
    />
  );
}
