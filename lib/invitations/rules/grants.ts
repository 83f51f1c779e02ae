import type { Grants } from '../policy';
import type { Policy } from './document';

/** Which upstream roles each of Usher's roles may hand out: the policy's word, and the configuration's where it has none. */
export const effectiveGrants = (configured: Grants, policy: Policy): Grants => ({ ...configured, ...policy.grants });
