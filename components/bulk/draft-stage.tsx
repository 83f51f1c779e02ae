import type { StageProps } from './stage-props';

export function DraftStage({ counts }: StageProps) {
  return <p>{counts.all} rows</p>;
}
