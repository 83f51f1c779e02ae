import 'server-only';
import { CONTROL, parseEmail } from '@/lib/invitations/email';
import { parseMailbox } from '@/lib/invitations/mailbox';
import { Secret } from '@/lib/secret';

/** Everything that sending mail needs to know. Safe to log: what is secret is wrapped. */
export type MailConfig = {
  host: string;
  port: number;
  /** TLS from the first byte (smtps://); otherwise by STARTTLS. */
  secure: boolean;
  /** Nothing is sent over a connection that could not be encrypted. */
  requireTls: boolean;
  /** The server is this very machine. */
  loopback: boolean;
  auth: { user: string; password: Secret } | null;
  from: { name: string; address: string };
  /** The longest that one mail may take, in milliseconds. */
  deadlineMs: number;
};

type Problem = { variable: string; message: string };
type Read = (name: string) => string;
type Server = Pick<MailConfig, 'host' | 'port' | 'secure' | 'loopback' | 'auth'>;

const DEFAULT_DEADLINE_MS = 30_000;
/** Shorter than the lease under which a delivery is tried: nobody else may try the same mail meanwhile. */
const MAX_DEADLINE_MS = 50_000;
const EXAMPLE = 'smtp://user:password@mail.acme.example:587';

/**
 * Reads the mail's part of the configuration; null while `SMTP_URL` is not set, which means that no mail is sent. Pure, and
 * no sentence repeats a secret.
 */
export function mailConfig(
  vars: Readonly<Record<string, string | undefined>>,
): { ok: true; config: MailConfig | null } | { ok: false; problems: Problem[] } {
  const read: Read = (name) => vars[name]?.trim() ?? '';
  if (read('SMTP_URL') === '') return { ok: true, config: null };
  const problems: Problem[] = [];
  const note = (variable: string, message: string) => {
    problems.push({ variable, message });
    return undefined;
  };
  const server = serverFrom(read('SMTP_URL'), (message) => note('SMTP_URL', message));
  const from = senderFrom(read('USHER_MAIL_FROM'), (message) => note('USHER_MAIL_FROM', message));
  const deadlineMs = deadlineFrom(read('SMTP_DEADLINE_MS'), (message) => note('SMTP_DEADLINE_MS', message));
  const requireTls = tlsFrom(read('SMTP_REQUIRE_TLS'), server, (message) => note('SMTP_REQUIRE_TLS', message));
  if (server === undefined || from === undefined || deadlineMs === undefined || requireTls === undefined) {
    return { ok: false, problems };
  }
  return { ok: true, config: { ...server, requireTls, from, deadlineMs } };
}

type Note = (message: string) => undefined;

function serverFrom(value: string, note: Note): Server | undefined {
  const url = URL.parse(value);
  if (url === null || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') || url.hostname === '') {
    return note(`must be a whole address, like ${EXAMPLE}; special characters of user and password percent-encoded.`);
  }
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') {
    return note(`must end after the port, like ${EXAMPLE}: special characters of the password are percent-encoded.`);
  }
  const [user, password] = [decoded(url.username), decoded(url.password)];
  if (user === null || password === null || CONTROL.test(user + password)) {
    return note('has a user or password with a lone “%” or a control character; write “%” as %25.');
  }
  if ((user === '') !== (password === '')) return note('must have both a user and a password, or neither.');
  const secure = url.protocol === 'smtps:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    loopback: /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(url.hostname),
    auth: user === '' ? null : { user, password: new Secret(password) },
  };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function senderFrom(value: string, note: Note): MailConfig['from'] | undefined {
  if (value === '') return note('must be set with SMTP_URL: who the mail comes from, like Usher <usher@acme.example>.');
  const { email, displayName } = parseMailbox(value);
  const parsed = parseEmail(email);
  if (!parsed.ok || CONTROL.test(displayName)) return note('must be a mail address, like Usher <usher@acme.example>.');
  return { name: displayName === '' ? 'Usher' : displayName, address: parsed.address };
}

function tlsFrom(value: string, server: Server | undefined, note: Note): boolean | undefined {
  if (value !== '' && value !== 'true' && value !== 'false') return note('must be true or false.');
  if (value === 'false' && server !== undefined && !server.secure && !server.loopback && server.auth !== null) {
    return note('must not be false while SMTP_URL has a password: it would travel open.');
  }
  return value === '' ? server?.loopback !== true : value === 'true';
}

function deadlineFrom(value: string, note: Note): number | undefined {
  if (value === '') return DEFAULT_DEADLINE_MS;
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  return number >= 1_000 && number <= MAX_DEADLINE_MS
    ? number
    : note(`must be a whole number from 1000 to ${MAX_DEADLINE_MS}.`);
}
