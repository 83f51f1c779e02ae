import { FailurePanel } from '@/components/invite/failure-panel';
import { Notice } from '@/components/ui/notice';
import type { PolicyState, PreviewState } from '@/lib/action-state';

/** What is wrong with a policy, and where; or why it could not be saved. */
export function PolicyProblems({ state }: { state: PolicyState | PreviewState }) {
  if (state.status !== 'failed') return null;
  if (state.problems.length === 0) return <FailurePanel failure={state.failure} />;
  return (
    <div role="alert">
      <Notice tone="danger" title="This is no policy yet.">
        <ul className="list-disc pl-5">
          {state.problems.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}
