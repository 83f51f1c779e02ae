/** A person who can sign in at the sandbox's identity provider. */
export interface Person {
  /** Stable, and the `sub` of the tokens. */
  id: string;
  name: string;
  email: string;
  emailVerified: boolean;
  jobTitle: string;
  department: string;
  groups: string[];
  disabled: boolean;
  /** What the sign-in page says the person may do in the product. */
  may: string;
  /** False for the one person who has no account in the tenant. */
  upstream: boolean;
}

type Plan = [name: string, jobTitle: string, department: string, groups: string[], may: string];

const IT = 'Information Technology';

const PLANS: readonly Plan[] = [
  ['Maya Chen', 'Helpdesk Technician', IT, ['usher-helpdesk', 'all-staff'], 'Helpdesk: sends invitations'],
  ['Omar Haddad', 'IT Manager', IT, ['usher-admins', 'all-staff'], 'Administrator: may do everything'],
  [
    'Ana Ruiz',
    'Head of Logistics',
    'Logistics',
    ['usher-sponsors', 'all-staff', 'logistics'],
    'Sponsor: asks for invitations',
  ],
  ['Victor Lindqvist', 'Compliance Officer', 'Legal', ['usher-auditors', 'all-staff'], 'Auditor: reads everything'],
  ['Priya Nair', 'Helpdesk Technician', IT, ['usher-helpdesk', 'all-staff'], 'Helpdesk, without an upstream account'],
  [
    'Sam Okafor',
    'Identity Engineer',
    IT,
    ['usher-admins', 'usher-auditors', 'all-staff'],
    'Administrator and auditor in one',
  ],
  ['Noor Jansen', 'Content Designer', 'Marketing', ['all-staff', 'marketing'], 'No role: is shown the door'],
  ['Dana Weiss', 'Recruiter', 'People & Culture', ['usher-helpdesk', 'all-staff'], 'Disabled: cannot sign in'],
];

/** The identity provider's people as they are after a start or a reset; fresh objects on each call. */
export function makePeople(): Person[] {
  return PLANS.map(([name, jobTitle, department, groups, may]) => {
    const id = name.toLowerCase().replace(' ', '-');
    return {
      id,
      name,
      email: `${id.replace('-', '.')}@acme.example`,
      emailVerified: true,
      jobTitle,
      department,
      groups: [...groups],
      disabled: name === 'Dana Weiss',
      may,
      upstream: name !== 'Priya Nair',
    };
  });
}
