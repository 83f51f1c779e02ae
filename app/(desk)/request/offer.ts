import type { RequestOffer } from '@/components/requests/request-fields';
import type { RequestFormOptions } from '@/lib/invitations/requests/request-form';

const DAY_MS = 86_400_000;

/** What the form of a request needs of what is on offer. */
export const offerOf = (
  { directories, roles, self, ticket, purposeHint }: RequestFormOptions,
  now: Date,
): RequestOffer => ({
  directories,
  roles,
  self,
  ticket,
  purposeHint,
  tomorrow: new Date(now.getTime() + DAY_MS).toISOString().slice(0, 10),
});
