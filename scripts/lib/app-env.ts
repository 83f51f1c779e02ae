import type { AppSecrets } from './secrets';

/** Who is what in the sandbox, and what each may hand out there. */
const SANDBOX_ROLES = {
  USHER_ADMIN_GROUPS: 'usher-admins',
  USHER_HELPDESK_GROUPS: 'usher-helpdesk',
  USHER_SPONSOR_GROUPS: 'usher-sponsors',
  USHER_AUDITOR_GROUPS: 'usher-auditors',
  // Like several providers in the field, the sandbox's tells groups only to who asks for them.
  OIDC_SCOPE: 'openid profile email groups',
  USHER_ADMIN_GRANTS: '*',
  USHER_SPONSOR_GRANTS: 'Basic User,Contractor',
  USHER_HELPDESK_GRANTS: 'Basic User,Contractor,Event Staff,Read-only Administrator',
};

/**
 * Set and empty, which counts as not set: Next would otherwise read them from a developer's .env.local, and the demo must
 * not act with the credential of a real tenant, nor ask its own identity provider for another one's claims, nor TLS of a
 * mail server that has none.
 */
const NOT_FROM_FILES = {
  CONDUCTORONE_ACCESS_TOKEN: '',
  CONDUCTORONE_OIDC_TOKEN: '',
  CONDUCTORONE_OIDC_TOKEN_FILE: '',
  USHER_UPSTREAM_AUTH: '',
  OIDC_GROUPS_CLAIM: '',
  SMTP_REQUIRE_TLS: '',
};

/** The app's environment against a sandbox; what the person who starts it has set for tuning stays. */
export function appEnvironment(about: {
  port: number;
  sandbox: Record<string, string>;
  secrets: AppSecrets;
  more?: Record<string, string>;
}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...NOT_FROM_FILES,
    ...about.sandbox,
    ...about.secrets,
    ...SANDBOX_ROLES,
    USHER_CONTACT: 'the IT service desk, it-help@acme.example',
    NEXTAUTH_URL: appOrigin(about.port),
    PORT: String(about.port),
    NEXT_TELEMETRY_DISABLED: '1',
    ...about.more,
  };
}

export const appOrigin = (port: number): string => `http://localhost:${port}`;
