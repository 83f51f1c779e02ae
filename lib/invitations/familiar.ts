import type { Known } from './known-domains';

/** What a new address is compared with, from the ledger and its copy. */
export type Familiar = {
  /** Domains that were invited, and how often; may be a minute old, and is the same map for as long as it is. */
  invitedDomains(): Promise<ReadonlyMap<string, number>>;
  /** People who are near an address or a name: candidates. */
  nearPeople(email: string, displayName: string): Promise<Known['people']>;
};
