import 'server-only';
import { LRUCache } from 'lru-cache';
import type { Familiar } from '../invitations/familiar';
import type { Database } from './connection';
import { invitedDomains } from './invited-domains';
import { nearPeople } from './near-people';

/** It takes one look at the whole ledger, and an invitation more or less changes nothing. */
const FRESH_MS = 60_000;
/** Addresses with names of which is remembered who is near: a form is checked while it is filled, and again when it is sent. */
const MAX_NEAR = 1_000;

type Near = ReturnType<Familiar['nearPeople']>;

/** The `Familiar` port on Postgres. Many who ask at once share one look. */
export function createFamiliar({ db }: Database, monotonicMs: () => number): Familiar {
  let kept: { until: number; domains: Promise<ReadonlyMap<string, number>> } | null = null;
  const near = new LRUCache<string, { until: number; people: Near }>({ max: MAX_NEAR });
  return {
    nearPeople(email, displayName) {
      const key = JSON.stringify([email, displayName]);
      const known = near.get(key);
      if (known !== undefined && monotonicMs() < known.until) return known.people;
      const looked = { until: monotonicMs() + FRESH_MS, people: nearPeople(db, email, displayName) };
      near.set(key, looked);
      looked.people.catch(() => {
        // As below.
        if (near.get(key) === looked) near.delete(key);
      });
      return looked.people;
    },
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
