import { firstPace } from './pace';
import type { Pace } from './pace-state';

/**
 * The pace that an earlier leader kept, or a first one where there is none or it was kept by another version of Usher. What
 * was under way then is counted no more.
 */
export function paceFrom(kept: unknown, now: number): Pace {
  const first = firstPace(now);
  if (typeof kept !== 'object' || kept === null) return first;
  const names = Object.keys(first);
  const fits = names.every((name) => name in kept) && Object.keys(kept).length === names.length;
  return fits ? { ...(kept as Pace), burst: null } : first;
}

/** Until when the upstream asked us to slow down; null while it does not. */
export function slowUntil(kept: unknown, now: Date): Date | null {
  const { heldFor, heldUntil } = paceFrom(kept, now.getTime());
  return heldFor === 'refused' && heldUntil > now.getTime() ? new Date(heldUntil) : null;
}
