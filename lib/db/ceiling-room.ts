import 'server-only';
import type { Policy } from '../invitations/rules/document';
import type { SharedClock, Tx } from './connection';
import { sentLately } from './sent-lately';
import { CEILINGS_LOCK } from './still-holds';

/** What room a policy's ceilings leave, one by one. */
export type CeilingCount = {
  /** Takes one for an address of `domain`; the sentence of the ceiling that is reached, or null when there was room. */
  take(domain: string): string | null;
};

/**
 * Counts what was sent of late, once for many rows: ask in the transaction that records them. Others who count and then add
 * wait until it ends.
 */
export async function ceilingRoom(
  tx: Tx,
  clock: SharedClock,
  inviter: string,
  domains: readonly string[],
  ceilings: Policy['ceilings'],
): Promise<CeilingCount> {
  const { perInviter, perDomain, inAll } = ceilings;
  if (perInviter === null && perDomain === null && inAll === null) return { take: () => null };
  await tx.execute(CEILINGS_LOCK);
  const toDomain = new Map<string, number>();
  let sent = { byInviter: 0, inAll: 0 };
  // With a ceiling for domains each is counted; without, one look says it all.
  for (const domain of perDomain === null ? [''] : domains) {
    const counted = await sentLately(tx, clock, { inviter, domain, ceilings });
    toDomain.set(domain, counted.toDomain);
    sent = counted;
  }
  return {
    take(domain) {
      const there = toDomain.get(domain) ?? 0;
      if (perInviter !== null && sent.byInviter >= perInviter)
        return `You have reached the ${perInviter} invitations that one person may send in 24 hours.`;
      if (perDomain !== null && there >= perDomain)
        return `The ${perDomain} invitations that ${domain} may get in 24 hours have been reached.`;
      if (inAll !== null && sent.inAll >= inAll)
        return `The ${inAll} invitations that may be sent in 24 hours have been reached.`;
      sent = { byInviter: sent.byInviter + 1, inAll: sent.inAll + 1 };
      toDomain.set(domain, there + 1);
      return null;
    },
  };
}
