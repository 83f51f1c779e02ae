import { dayWords, instantWords, type Reader } from '@/components/ui/time-words';

/** An instant as one says it on the telephone: "Tuesday 14:05", "today 14:05", "Tue 1 Dec 14:05". */
export function untilWords(atMs: number, nowMs: number, reader: Reader = {}): string {
  const whole = instantWords(atMs, nowMs, reader);
  const day = dayWords(atMs, nowMs, reader);
  const clock = whole.slice(-5);
  return day.endsWith(clock) ? day : `${day} ${clock}`;
}
