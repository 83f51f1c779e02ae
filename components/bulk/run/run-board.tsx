'use client';

import { Instant } from '@/components/ui/instant';
import { Notice } from '@/components/ui/notice';
import type { Batch } from '@/lib/invitations/bulk/batch';
import type { Progress } from '@/lib/invitations/bulk/progress-view';
import { FailedKinds } from './failed-kinds';
import { type RunActions, RunButtons } from './run-buttons';
import { count, headline, percent, speedWords, stateWords } from './run-words';
import { useFreshRows } from './use-fresh-rows';
import { useProgress } from './use-progress';

/** How a run goes: one bar, one sentence, the numbers, and what can be done about it. */
export function RunBoard({
  batch,
  first,
  actions,
}: {
  batch: Pick<Batch, 'id' | 'kind'>;
  first: Progress;
  /** Null for whoever only reads. */
  actions: RunActions | null;
}) {
  const { progress, lost } = useProgress(batch.id, first);
  useFreshRows(progress.endedAt !== null);
  const words = headline(progress, batch.kind);
  return (
    <div className="grid max-w-form gap-6">
      <section aria-label="Progress" className="grid gap-3">
        <p className="font-semibold text-lg">{words}</p>
        {progress.state === 'held' ? null : <Bar value={percent(progress)} words={words} />}
        <p className="min-h-6 text-ink-muted text-sm tabular-nums">{speedWords(progress)}</p>
        <Asides progress={progress} lost={lost} />
        {actions === null ? null : <RunButtons id={batch.id} progress={progress} actions={actions} />}
      </section>
      <Numbers progress={progress} kind={batch.kind} />
      {progress.failures.length === 0 ? null : (
        <FailedKinds id={batch.id} failures={progress.failures} retry={retryOf(progress, actions)} />
      )}
    </div>
  );
}

const retryOf = (progress: Progress, actions: RunActions | null) =>
  actions === null || progress.state === 'cancelled' ? null : actions.retry;

const Bar = ({ value, words }: { value: number; words: string }) => (
  <div
    role="progressbar"
    aria-valuenow={value}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuetext={words}
    aria-label="How far it has come"
    tabIndex={-1}
    className="h-2 overflow-hidden rounded-full bg-sunken"
  >
    <div className="h-full rounded-full bg-accent transition-[width] duration-150" style={{ width: `${value}%` }} />
  </div>
);

/** What explains that it is not as fast, or not as new, as one would expect. Said once to whoever listens. */
function Asides({ progress, lost }: { progress: Progress; lost: boolean }) {
  return (
    <div role="status" className="grid gap-3 empty:hidden">
      {progress.state === 'held' && progress.sendAfter !== null ? (
        <Notice tone="info" title="Held, so that it can be undone">
          <p>
            It begins <Instant iso={progress.sendAfter} /> by itself. Until then nothing leaves.
          </p>
        </Notice>
      ) : null}
      {progress.slowUntil !== null && progress.state === 'running' ? (
        <Notice tone="info" title="ConductorOne asks us to slow down">
          <p>It goes on by itself in a moment. Nothing is lost.</p>
        </Notice>
      ) : null}
      {lost ? (
        <Notice tone="warn" title="Usher cannot be reached">
          <p>The import goes on all the same. What you see is what was known last.</p>
        </Notice>
      ) : null}
      {progress.state === 'running' && progress.endedAt === null ? (
        <p className="text-ink-muted text-sm">You can close this page: it goes on.</p>
      ) : null}
    </div>
  );
}

function Numbers({ progress, kind }: { progress: Progress; kind: Batch['kind'] }) {
  const shown = stateWords(kind).filter(([state]) => (progress.byState[state] ?? 0) > 0);
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-4">
      {shown.map(([state, words]) => (
        <div key={state}>
          <dt className="text-ink-muted text-sm">{words}</dt>
          <dd className="font-semibold text-lg tabular-nums">{count(progress.byState[state] ?? 0)}</dd>
        </div>
      ))}
    </dl>
  );
}
