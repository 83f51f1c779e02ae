import { AlertIcon, ClockIcon, type Icon, InfoIcon, StopIcon, SuccessIcon, WaitingIcon } from '@/components/ui/icons';
import type { Tone } from '@/components/ui/notice';
import type { Batch } from '@/lib/invitations/bulk/batch';
import type { RowCounts } from '@/lib/invitations/bulk/batches';

type Counted = Pick<Batch, 'state' | 'rows'> & { counts: RowCounts };

const number = (value: number): string => value.toLocaleString('en');

/** How an import stands, in a word or two. */
export function stateOf({ state, counts }: Counted): { tone: Tone; icon: Icon; words: string } {
  const failed = counts.byState.failed ?? 0;
  switch (state) {
    case 'reading':
      return { tone: 'neutral', icon: WaitingIcon, words: 'Being read' };
    case 'draft':
      return counts.withProblems > 0
        ? { tone: 'warn', icon: AlertIcon, words: 'To mend' }
        : { tone: 'neutral', icon: InfoIcon, words: 'To plan' };
    case 'planning':
      return { tone: 'info', icon: WaitingIcon, words: 'Being planned' };
    case 'planned':
      return { tone: 'info', icon: InfoIcon, words: 'To confirm' };
    case 'held':
      return { tone: 'info', icon: ClockIcon, words: 'Held' };
    case 'running':
      return { tone: 'info', icon: WaitingIcon, words: 'Running' };
    case 'paused':
      return { tone: 'warn', icon: ClockIcon, words: 'Paused' };
    case 'done':
      return failed > 0
        ? { tone: 'warn', icon: AlertIcon, words: 'Done, some failed' }
        : { tone: 'success', icon: SuccessIcon, words: 'Done' };
    case 'cancelled':
      return { tone: 'neutral', icon: StopIcon, words: 'Cancelled' };
  }
}

/** What came of the rows, or what there is to do with them: "480 done · 12 failed · 8 left out". */
export function resultWords({ state, rows, counts }: Counted): string {
  const { byState, withProblems, leftOut } = counts;
  const parts = (...named: [number | undefined, string][]): string =>
    named
      .filter(([count]) => (count ?? 0) > 0)
      .map(([count, words]) => `${number(count ?? 0)} ${words}`)
      .join(' · ');
  if (state === 'reading' || state === 'draft' || state === 'planning' || state === 'planned') {
    return parts([rows, rows === 1 ? 'row' : 'rows'], [withProblems, 'to mend'], [leftOut, 'left out']);
  }
  const open = ['waiting', 'queued', 'sending', 'unknown'] as const;
  const toCome = open.reduce((sum, each) => sum + (byState[each] ?? 0), 0);
  return parts(
    [byState.done, 'done'],
    [toCome, 'to come'],
    [byState.asked, 'asked for'],
    [byState.failed, 'failed'],
    [byState.cancelled, 'cancelled'],
    [byState.skipped, 'left out'],
  );
}
