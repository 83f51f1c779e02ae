import { durationWords, instantWords, type Reader } from '@/components/ui/time-words';
import type { DirectoryView, Standing } from '@/lib/invitations/invitation';

/** How long the link will work, before anything is sent. Without `nowMs` (on the server) no clock is named. */
export function lifetimeSentence(
  directory: DirectoryView | undefined,
  nowMs: number | null,
  reader: Reader = {},
): string {
  const seconds = directory?.linkLifetimeSeconds ?? null;
  if (seconds === null) return 'ConductorOne decides how long the link works; the receipt will say.';
  const lasts = `The link works for ${durationWords(seconds)}`;
  return nowMs === null ? `${lasts}.` : `${lasts}, until ${instantWords(nowMs + seconds * 1_000, nowMs, reader)}.`;
}

/** What the person will hold, by names. */
export function rolesSentence(names: readonly string[]): string {
  if (names.length === 0) return 'No role is given with it; roles can come later.';
  if (names.length === 1) return `Gets one role: ${names[0]}.`;
  return `Gets ${names.length} roles: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}.`;
}

/** Who has the address already, in words. */
export function standingSentence(standing: Exclude<Standing, { kind: 'new' }>): string {
  if (standing.kind === 'user') {
    const { name } = standing.person;
    return standing.enabled
      ? `${name} has an account with this address already.`
      : `${name} has an account with this address; it is not in use.`;
  }
  const { displayName, email, ledger } = standing.invitation;
  const by = ledger?.inviter ? `by ${ledger.inviter.name}` : 'outside Usher';
  return `${displayName || email} was invited ${by} already, and that invitation is open.`;
}
