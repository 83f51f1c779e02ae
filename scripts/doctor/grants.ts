import { grantableRoles } from '@/lib/invitations/policy';
import type { UpstreamRole } from '@/lib/invitations/ports';
import { bad, good, type Outcome } from './check';
import type { Vars } from './variables';

const GRANTS = ['USHER_ADMIN_GRANTS', 'USHER_HELPDESK_GRANTS', 'USHER_SPONSOR_GRANTS'] as const;

const entriesOf = (list = ''): string[] =>
  list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

/** Says whether each role that Usher is configured to hand out exists in the tenant, and is one and not several. */
export function grantsOutcome(vars: Vars, roles: readonly UpstreamRole[]): Outcome {
  const alive = roles.filter(({ deleted }) => !deleted);
  const problems = GRANTS.flatMap((variable) =>
    entriesOf(vars[variable]).flatMap((entry) => {
      // The core's own rule decides; only the reason is found out here.
      if (entry === '*' || grantableRoles({ roles: ['admin'] }, alive, { admin: [entry] }).length > 0) return [];
      const same = alive.filter(({ name, displayName }) => [name, displayName].some((word) => sameWord(word, entry)));
      if (same.length === 0) return [`${variable}: there is no role "${entry}". ${nearest(alive)}`];
      const ids = same.map(({ id }) => id).join(' or ');
      return [`${variable}: "${entry}" is the name of ${same.length} roles. Give the id of the one you mean: ${ids}.`];
    }),
  );
  if (problems.length > 0) return bad('Not every configured role can be handed out.', ...problems);
  const counts = GRANTS.map((variable) => entriesOf(vars[variable]).length);
  const none = counts.every((count) => count === 0)
    ? ' None of them is configured to be handed out at invitation.'
    : '';
  return good(`The tenant has ${alive.length} role(s).${none}`);
}

const sameWord = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

function nearest(roles: readonly UpstreamRole[]): string {
  const names = roles.slice(0, 12).map(({ name, displayName }) => displayName || name);
  return names.length === 0
    ? 'The tenant shows none at all.'
    : `There are: ${names.join(', ')}${roles.length > 12 ? ', …' : ''}.`;
}
