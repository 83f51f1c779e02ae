import type { StageProps } from './stage-props';

export function PlanStage({ counts }: StageProps) {
  return <p>{counts.all} rows</p>;
}
