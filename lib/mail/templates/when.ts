import { type Said, said } from './text';

const FORMAT = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** An instant in words. In UTC and saying so: a mail does not know where it is read. */
export const when = (at: Date): Said => said`${`${FORMAT.format(at)} UTC`}`;
