import { conductorOneConfig } from '@/lib/conductorone/config';
import { parseConfig } from '@/lib/env';
import { mailConfig } from '@/lib/mail/config';
import { bad, type Check, good, type Outcome } from './check';

export type Vars = Readonly<Record<string, string | undefined>>;

export const USHER = 'Usher’s variables';
export const UPSTREAM = 'Upstream variables';
export const SIGN_IN = 'Sign-in variables';
export const MAIL = 'Mail variables';

const isUpstream = (variable: string): boolean => /^(CONDUCTORONE|USHER_UPSTREAM)_/.test(variable);
const isSignIn = (variable: string): boolean => variable.startsWith('OIDC_');
const isMail = (variable: string): boolean => /^(SMTP|USHER_MAIL)_/.test(variable);

/** The variables in four groups, so that a problem in one does not keep the others' services from being checked. */
export function variableChecks(vars: Vars): Check[] {
  // Without one, Usher brings its own database; the others can be checked all the same.
  const parsed = parseConfig({ ...vars, DATABASE_URL: vars.DATABASE_URL || 'postgres://embedded' });
  const problems = parsed.ok ? [] : parsed.problems;
  /** The outcome of the group that `mine` tells from the others. */
  const group = (mine: (variable: string) => boolean, fine: () => Outcome): Outcome => {
    const own = problems.filter(({ variable }) => mine(variable));
    if (own.length === 0) return fine();
    const count = own.length === 1 ? 'One variable is' : `${own.length} variables are`;
    return bad(`${count} not usable.`, ...own.map(({ variable, message }) => `${variable} ${message}`));
  };
  return [
    {
      name: USHER,
      needs: [],
      run: () =>
        group(
          (variable) => !isUpstream(variable) && !isSignIn(variable) && !isMail(variable),
          () => usher(vars),
        ),
    },
    { name: UPSTREAM, needs: [], run: () => group(isUpstream, () => upstream(vars)) },
    {
      name: SIGN_IN,
      needs: [],
      run: () => group(isSignIn, () => good(`The identity provider is ${vars.OIDC_ISSUER}.`)),
    },
    { name: MAIL, needs: [], run: () => group(isMail, () => mail(vars)) },
  ];
}

const GROUPS = ['USHER_ADMIN_GROUPS', 'USHER_HELPDESK_GROUPS', 'USHER_SPONSOR_GROUPS', 'USHER_AUDITOR_GROUPS'];

function usher(vars: Vars): Outcome {
  const origin = new URL(vars.NEXTAUTH_URL ?? '');
  if (origin.protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(origin.hostname)) {
    return bad(
      'NEXTAUTH_URL begins with http://: passwords and sessions would travel open.',
      'Put TLS in front of Usher and set NEXTAUTH_URL to its https:// address.',
    );
  }
  if (GROUPS.every((name) => (vars[name] ?? '').replace(/[\s,]/g, '') === '')) {
    return bad(
      'No group of the identity provider is mapped to a role: nobody could do anything.',
      'Set USHER_ADMIN_GROUPS, and as needed USHER_HELPDESK_GROUPS, to groups of your identity provider.',
    );
  }
  return good(`People reach Usher at ${origin.origin}.`);
}

const KINDS = {
  assertion: 'a signed assertion',
  'client-secret': 'the client secret',
  federation: 'the workload’s own token',
  'access-token': 'a given access token',
};

function upstream(vars: Vars): Outcome {
  const result = conductorOneConfig(vars);
  if (!result.ok) return bad('The upstream’s variables are not usable.');
  const { baseUrl, credential } = result.config;
  return good(`The tenant is ${baseUrl}; Usher shows ${KINDS[credential.kind]}.`);
}

function mail(vars: Vars): Outcome {
  const result = mailConfig(vars);
  if (!result.ok) return bad('The mail’s variables are not usable.');
  if (result.config === null) return good('SMTP_URL is not set: Usher sends no mail.');
  const { from, host, port, secure, requireTls } = result.config;
  const how = secure || requireTls ? 'encrypted' : 'encrypted only if the server offers it';
  return good(`Mail comes from ${from.address}, through ${host}:${port}, ${how}.`);
}
