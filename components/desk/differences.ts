import type { InvitationView } from '@/lib/invitations/invitation';

const NONE = 'none';

const WHAT: { name: string; of: (invitation: InvitationView) => string }[] = [
  { name: 'name', of: ({ displayName }) => displayName },
  {
    name: 'choice of roles',
    of: ({ roles }) =>
      roles
        .map(({ name }) => name)
        .sort()
        .join(', '),
  },
  { name: 'sponsor', of: ({ sponsor }) => sponsor?.name ?? '' },
  { name: 'purpose', of: ({ purpose }) => purpose },
];

/** What one invitation says otherwise than another, in its own words. */
export const differences = (one: InvitationView, other: InvitationView): { name: string; value: string }[] =>
  WHAT.filter(({ of }) => of(one) !== of(other)).map(({ name, of }) => ({ name, value: of(one) || NONE }));
