import type { Person } from './people';

/** The claims about a person, for the id token and for userinfo (OpenID Connect Core §5.1, plus `groups`). */
export function claimsOf(person: Person): { sub: string; [claim: string]: unknown } {
  const [given = '', ...rest] = person.name.split(' ');
  return {
    sub: person.id,
    name: person.name,
    given_name: given,
    family_name: rest.join(' '),
    email: person.email,
    email_verified: person.emailVerified,
    groups: person.groups,
  };
}
