import 'server-only';
import { z } from 'zod';
import { type ConductorOneConfig, conductorOneConfig } from './conductorone/config';
import type { Grants } from './invitations/policy';
import { type MailConfig, mailConfig } from './mail/config';
import { type Allowed, readAllowed } from './webhooks/target';

/** A comma list, as in `usher-helpdesk, it-support`. */
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

const httpUrl = (example: string) =>
  z.url({
    protocol: /^https?$/,
    error: ({ input }) => (input === undefined ? 'must be set' : 'must be a whole URL').concat(`, like ${example}.`),
  });

const count = (fallback: number) =>
  z.coerce
    .number<string>({ error: 'must be a whole number.' })
    .int('must be a whole number.')
    .positive('must be greater than 0.')
    .default(fallback);

/** Beyond a call's deadline, for the two transactions around it. */
const LEASE_MARGIN_MS = 5_000;

const schema = z.object({
  NEXTAUTH_URL: httpUrl('https://usher.acme.example').transform((url) => new URL(url).origin),
  NEXTAUTH_SECRET: z
    .string({ error: 'must be set. Make one with: openssl rand -base64 32' })
    .min(32, 'must have at least 32 characters. Make one with: openssl rand -base64 32'),
  OIDC_ISSUER: httpUrl('https://id.acme.example'),
  OIDC_CLIENT_ID: z
    .string({ error: 'must be set: the client id of the application at your identity provider.' })
    .min(1),
  OIDC_CLIENT_SECRET: z.string({ error: 'must be set: the secret of that application.' }).min(1),
  OIDC_SCOPE: z.string().default('openid profile email'),
  OIDC_GROUPS_CLAIM: z.string().default('groups'),
  USHER_ADMIN_GROUPS: list,
  USHER_HELPDESK_GROUPS: list,
  USHER_SPONSOR_GROUPS: list,
  USHER_AUDITOR_GROUPS: list,
  USHER_ADMIN_GRANTS: list,
  USHER_HELPDESK_GRANTS: list,
  USHER_SPONSOR_GRANTS: list,
  DATABASE_URL: z
    .string({
      error:
        'must be set: postgres://user:password@host/database. "npm start" brings a database of its own when it is not.',
    })
    .regex(/^postgres(?:ql)?:\/\//, 'must begin with postgres:// or postgresql://.'),
  USHER_AUDIT_KEY: z.string().optional(),
  USHER_AUDIT_KEY_FILE: z.string().default('.usher/audit-key.pem'),
  USHER_AUDIT_CHECKPOINTS: z.string().default('.usher/audit-checkpoints.jsonl'),
  USHER_CONTACT: z.string().max(200).default(''),
  USHER_INVITES_PER_MINUTE: count(30),
  USHER_SETTLE_SECONDS: count(120),
  USHER_POLICY_FILE: z.string().default(''),
  USHER_POLICY_MODE: z.enum(['seed', 'pin'], { error: 'must be seed or pin.' }).default('seed'),
  USHER_WEBHOOK_PRIVATE_TARGETS: list.transform((entries, ctx) => {
    try {
      return readAllowed(entries);
    } catch (error) {
      ctx.addIssue({ code: 'custom', message: `holds a mistake: ${error instanceof Error ? error.message : ''}` });
      return z.NEVER;
    }
  }),
  USHER_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  USHER_LOG_FORMAT: z.enum(['json', 'pretty']).optional(),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
});

/** Usher's configuration, read once. Secrets in it stay on the server: this module cannot be bundled for a browser. */
export type AppConfig = {
  /** The public origin, without a path: configuration, never taken from a request's headers. */
  origin: string;
  sessionSecret: string;
  oidc: { issuer: string; clientId: string; clientSecret: string; scope: string; groupsClaim: string };
  groups: { admin: string[]; helpdesk: string[]; sponsor: string[]; auditor: string[] };
  grants: Grants;
  /** Whom a person without access should ask, in words; may be "". */
  contact: string;
  databaseUrl: string;
  /** The key that signs the audit's checkpoints (a PEM, or a file that is made when missing), and the file they go to. */
  audit: { key: string | undefined; keyFile: string; checkpoints: string };
  invitesPerMinute: number;
  /** A file with the policy, "" for none: taken once, when there is no policy yet (`seed`), or at every start (`pin`). */
  policy: { file: string; mode: 'seed' | 'pin' };
  /** Private and local addresses that webhooks may be sent to all the same. */
  webhookTargets: Allowed;
  /** How long a sender may take: the deadline of a call and a little more. */
  leaseMs: number;
  settleMs: number;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
  logFormat: 'json' | 'pretty';
  production: boolean;
  conductorOne: ConductorOneConfig;
  /** null: no mail is sent. */
  mail: MailConfig | null;
};

export type ConfigProblem = { variable: string; message: string };

/** Reads a configuration out of `vars`; answers every problem at once, each in a sentence that says what to set. */
export function parseConfig(
  vars: Record<string, string | undefined>,
): { ok: true; config: AppConfig } | { ok: false; problems: ConfigProblem[] } {
  // An empty variable is how a shell or a compose file says "not set".
  const given = Object.fromEntries(Object.entries(vars).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(given);
  const upstream = conductorOneConfig(given);
  const mail = mailConfig(given);
  if (parsed.success && upstream.ok && mail.ok) {
    const env = parsed.data;
    return {
      ok: true,
      config: {
        origin: env.NEXTAUTH_URL,
        sessionSecret: env.NEXTAUTH_SECRET,
        oidc: {
          issuer: env.OIDC_ISSUER,
          clientId: env.OIDC_CLIENT_ID,
          clientSecret: env.OIDC_CLIENT_SECRET,
          scope: env.OIDC_SCOPE,
          groupsClaim: env.OIDC_GROUPS_CLAIM,
        },
        groups: {
          admin: env.USHER_ADMIN_GROUPS,
          helpdesk: env.USHER_HELPDESK_GROUPS,
          sponsor: env.USHER_SPONSOR_GROUPS,
          auditor: env.USHER_AUDITOR_GROUPS,
        },
        grants: {
          admin: env.USHER_ADMIN_GRANTS,
          helpdesk: env.USHER_HELPDESK_GRANTS,
          sponsor: env.USHER_SPONSOR_GRANTS,
        },
        contact: env.USHER_CONTACT,
        databaseUrl: env.DATABASE_URL,
        audit: {
          key: env.USHER_AUDIT_KEY,
          keyFile: env.USHER_AUDIT_KEY_FILE,
          checkpoints: env.USHER_AUDIT_CHECKPOINTS,
        },
        invitesPerMinute: env.USHER_INVITES_PER_MINUTE,
        policy: { file: env.USHER_POLICY_FILE, mode: env.USHER_POLICY_MODE },
        webhookTargets: env.USHER_WEBHOOK_PRIVATE_TARGETS,
        leaseMs: upstream.config.deadlineMs + LEASE_MARGIN_MS,
        settleMs: env.USHER_SETTLE_SECONDS * 1000,
        logLevel: env.USHER_LOG_LEVEL,
        logFormat: env.USHER_LOG_FORMAT ?? (env.NODE_ENV === 'development' ? 'pretty' : 'json'),
        production: env.NODE_ENV === 'production',
        conductorOne: upstream.config,
        mail: mail.config,
      },
    };
  }
  const ours = parsed.success
    ? []
    : parsed.error.issues.map((issue) => ({ variable: String(issue.path[0]), message: issue.message }));
  const theirs = [upstream, mail].flatMap((each) => (each.ok ? [] : each.problems));
  return { ok: false, problems: [...ours, ...theirs] };
}

let read: AppConfig | undefined;

/** The running app's configuration. Throws, naming each variable, when it is not usable; `instrumentation.ts` asks first. */
export function appConfig(): AppConfig {
  if (read !== undefined) return read;
  const parsed = parseConfig(process.env);
  if (!parsed.ok) {
    throw new Error(
      `Usher's configuration is not usable:\n${parsed.problems.map(({ variable, message }) => `  ${variable}: ${message}`).join('\n')}\nSee .env.example; "npm run doctor" checks the rest.`,
    );
  }
  read = parsed.config;
  return read;
}
