import type { Grants } from '../policy';
import type { Policy } from './document';

/** Which upstream roles each of Usher's roles may hand out: by the policy where it says so, else by configuration. */
export const effectiveGrants = (policy: Pick<Policy, 'grants'>, configured: Grants): Grants => ({
  ...configured,
  ...policy.grants,
});
