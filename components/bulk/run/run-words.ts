import type { BatchKind, RowState } from '@/lib/invitations/bulk/batch';
import { left, type Progress, secondsLeft, settled, wanted } from '@/lib/invitations/bulk/progress-view';

export const count = (number: number): string => number.toLocaleString('en');

const DONE: Record<BatchKind, string> = { invite: 'Invited', revoke: 'Revoked', reissue: 'Sent again' };

/** What a state of rows is called, in the order in which a page tells of them. */
export const stateWords = (kind: BatchKind): [RowState, string][] => [
  ['done', DONE[kind]],
  ['asked', 'Waiting for approval'],
  ['failed', 'Failed'],
  ['unknown', 'Being looked up'],
  ['sending', 'On their way'],
  ['queued', 'Waiting for their turn'],
  ['waiting', 'To be recorded'],
  ['cancelled', 'Not sent, cancelled'],
  ['skipped', 'Left out'],
];

/** The one sentence that says how it stands. */
export function headline(progress: Progress, kind: BatchKind): string {
  const of = `${count(settled(progress))} of ${count(wanted(progress))}`;
  switch (progress.state) {
    case 'held':
      return `Held: nothing has left yet`;
    case 'paused':
      return `Paused at ${of}`;
    case 'cancelled':
      return progress.endedAt === null ? `Cancelling: what is under way comes to its end` : `Cancelled at ${of}`;
    case 'done':
      return finished(progress, kind);
    default:
      return `${of} done`;
  }
}

function finished({ byState }: Progress, kind: BatchKind): string {
  const { done = 0, failed = 0, asked = 0 } = byState;
  const parts = [`${DONE[kind]} ${count(done)}`];
  if (asked > 0) parts.push(`${count(asked)} wait for approval`);
  if (failed > 0) parts.push(`${count(failed)} failed`);
  return `Finished: ${parts.join(', ')}`;
}

/** How fast it goes, and for how long still; "" where nothing moves. */
export function speedWords(progress: Progress): string {
  if (progress.state !== 'running' || progress.perSecond === 0) return '';
  const { perSecond } = progress;
  const speed = perSecond < 1 ? `${count(Math.round(perSecond * 60))} a minute` : `${Math.round(perSecond)} a second`;
  const seconds = secondsLeft(progress);
  return seconds === null || left(progress) === 0 ? speed : `${speed} · ${leftWords(seconds)} left`;
}

function leftWords(seconds: number): string {
  if (seconds < 60) return `about ${seconds} s`;
  if (seconds < 5_400) return `about ${Math.round(seconds / 60)} min`;
  return `about ${Math.round(seconds / 3_600)} hours`;
}

/** Between 0 and 100. */
export const percent = (progress: Progress): number =>
  wanted(progress) === 0 ? 100 : Math.floor((settled(progress) / wanted(progress)) * 100);
