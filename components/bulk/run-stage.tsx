import type { StageProps } from './stage-props';

export function RunStage({ counts }: StageProps) {
  return <p>{counts.all} rows</p>;
}
