import type { StageProps } from '@/components/bulk/stage-props';
import { ActForm } from '@/components/desk/act-form';
import { planAction } from './plan-actions';

/** What comes from the list has no rows to mend: its plan is made at once, and this is shown where that could not be. */
export function TargetsRoom({ batch: { id, reason }, mayManage }: StageProps) {
  return (
    <div className="grid gap-4">
      <p>Nothing has been done to any of them. Their plan says what will become of each, and asks once more.</p>
      <p className="max-w-words wrap-anywhere">
        Reason: <bdi>{reason}</bdi>
      </p>
      {mayManage ? (
        <ActForm action={planAction} id={id} label="Look at the plan" busy="Planning…" kind="primary" />
      ) : null}
    </div>
  );
}
