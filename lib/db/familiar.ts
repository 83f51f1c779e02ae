import 'server-only';
import type { Familiar } from '../invitations/familiar';
import type { Database } from './connection';
import { invitedDomains } from './invited-domains';
import { nearPeople } from './near-people';

/** It takes one look at the whole ledger, and an invitation more or less changes nothing. */
const FRESH_MS = 60_000;

/** The `Familiar` port on Postgres. Many who ask at once share one look. */
export function createFamiliar({ db }: Database, monotonicMs: () => number): Familiar {
  let kept: { until: number; domains: Promise<ReadonlyMap<string, number>> } | null = null;
  return {
    nearPeople: (email, displayName) => nearPeople(db, email, displayName),
    invitedDomains() {
      if (kept !== null && monotonicMs() < kept.until) return kept.domains;
      const looked = { until: monotonicMs() + FRESH_MS, domains: invitedDomains(db) };
      kept = looked;
      looked.domains.catch(() => {
        // A look that failed is not kept.
        if (kept === looked) kept = null;
      });
      return looked.domains;
    },
  };
}
