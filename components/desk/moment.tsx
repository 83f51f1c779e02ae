import { exactWords, relativeWords } from '@/components/ui/time-words';

/**
 * How far away an instant is, told on the server: for long lists, where a clock in every line would be weight. The exact
 * one is a hover away, and the line's own page has it within reach of a keyboard.
 */
export function Moment({ iso, now }: { iso: string; now: string }) {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return <span>unknown</span>;
  return (
    <time dateTime={iso} title={exactWords(at, { timeZone: 'UTC' })}>
      {relativeWords(at, Date.parse(now))}
    </time>
  );
}
