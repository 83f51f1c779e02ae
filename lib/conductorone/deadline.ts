import 'server-only';
import type { Clock } from '@/lib/invitations/ports';

/** The time that one call has, all of its parts together. */
export type Deadline = {
  /** Aborted when the time is over or the caller gave up. */
  signal: AbortSignal;
  /** What is left, in milliseconds; 0 once over. */
  remainingMs(): number;
  /** Stops the timer. To be called when the work is done, whatever came of it. */
  end(): void;
};

/** Why a deadline's signal was aborted: its `reason`. */
export type Ended = 'deadline' | 'caller';

/** Starts a deadline of `ms` milliseconds that also ends when `caller` is aborted. */
export function startDeadline(ms: number, clock: Clock, caller?: AbortSignal): Deadline {
  const controller = new AbortController();
  const until = clock.monotonicMs() + ms;
  const stop = (why: Ended) => controller.abort(why);
  const timer = setTimeout(stop, ms, 'deadline');
  const onCaller = () => stop('caller');
  if (caller?.aborted) onCaller();
  caller?.addEventListener('abort', onCaller, { once: true });
  return {
    signal: controller.signal,
    remainingMs: () => (controller.signal.aborted ? 0 : Math.max(0, until - clock.monotonicMs())),
    end() {
      clearTimeout(timer);
      caller?.removeEventListener('abort', onCaller);
    },
  };
}

/** Waits `ms` milliseconds, or until `signal` is aborted; never throws. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
