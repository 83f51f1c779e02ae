/** Instants and spans in words. Pure: the time, the zone and the language are the caller's. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SLACK = 5 * MINUTE;

/** Where and in which language an instant is read. Undefined means the machine's own. */
export type Reader = { timeZone?: string; locale?: string };

const plural = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** How long something lasts: "7 days", "36 hours", "90 minutes"; exact, in the largest unit that divides it. */
export function durationWords(seconds: number): string {
  const units = [
    [86_400, 'day'],
    [3_600, 'hour'],
    [60, 'minute'],
  ] as const;
  for (const [size, unit] of units) if (seconds >= size && seconds % size === 0) return plural(seconds / size, unit);
  return seconds >= 3_600
    ? `about ${plural(Math.round(seconds / 3_600), 'hour')}`
    : plural(Math.round(seconds), 'second');
}

/**
 * How far away an instant is: "in 7 days", "4 s ago", "just now". Rounded down, so that nothing is promised too long; but
 * with a little slack ahead, or seven days would read as six one second after they began.
 */
export function relativeWords(atMs: number, nowMs: number): string {
  const ahead = atMs > nowMs;
  const distance = Math.abs(atMs - nowMs);
  if (distance < 1_000) return 'just now';
  const slack = ahead ? SLACK : 0;
  const words =
    distance < MINUTE
      ? `${Math.floor(distance / 1_000)} s`
      : distance < HOUR
        ? `${Math.floor(distance / MINUTE)} min`
        : distance + slack < 2 * DAY
          ? plural(Math.floor((distance + slack) / HOUR), 'hour')
          : plural(Math.floor((distance + slack) / DAY), 'day');
  return ahead ? `in ${words}` : `${words} ago`;
}

const dayKey = (ms: number, { timeZone }: Reader): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(ms);

const clockOf = (atMs: number, { timeZone, locale = 'en-GB' }: Reader, more: Intl.DateTimeFormatOptions = {}): string =>
  new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...more }).format(
    atMs,
  );

/** The clock alone, for what is minutes away: "14:05"; with its zone where the reader's is not known: "13:05 UTC". */
export const clockWords = (atMs: number, reader: Reader = {}): string =>
  clockOf(atMs, reader, reader.timeZone === undefined ? {} : { timeZoneName: 'short' });

/** What is left of a span, as a clock that runs down: "4:09"; rounded down, for nobody is to be promised too long. */
export function countdownWords(leftMs: number): string {
  const seconds = Math.max(0, Math.floor(leftMs / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Clock and day as one would say them: "today 14:05", "tomorrow 09:00", "Tue 1 Dec 14:05", with the year when it is another. */
export function instantWords(atMs: number, nowMs: number, reader: Reader = {}): string {
  const { timeZone, locale = 'en-GB' } = reader;
  const clock = clockOf(atMs, reader);
  const day = dayKey(atMs, reader);
  if (day === dayKey(nowMs, reader)) return `today ${clock}`;
  if (day === dayKey(nowMs + DAY, reader)) return `tomorrow ${clock}`;
  if (day === dayKey(nowMs - DAY, reader)) return `yesterday ${clock}`;
  const year = day.slice(0, 4) === dayKey(nowMs, reader).slice(0, 4) ? undefined : ('numeric' as const);
  const parts = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'short', day: 'numeric', month: 'short', year });
  return `${parts.format(atMs).replaceAll(',', '')} ${clock}`;
}

/** The day alone, for a sentence: "Tuesday" within the week, else "Tue 1 Dec". */
export function dayWords(atMs: number, nowMs: number, reader: Reader = {}): string {
  const words = instantWords(atMs, nowMs, reader);
  if (/^(?:today|tomorrow|yesterday) /.test(words)) return words;
  const { timeZone, locale = 'en-GB' } = reader;
  if (atMs > nowMs && atMs - nowMs < 6 * DAY) {
    return new Intl.DateTimeFormat(locale, { timeZone, weekday: 'long' }).format(atMs);
  }
  return words.replace(/ \d\d:\d\d$/, '');
}

/** The instant to the second with its zone, for whoever needs it exactly: "Tue, 1 Dec 2026, 14:05:00 CET". */
export function exactWords(atMs: number, reader: Reader = {}): string {
  const { timeZone, locale = 'en-GB' } = reader;
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).format(atMs);
}
