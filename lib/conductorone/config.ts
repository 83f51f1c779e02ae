import 'server-only';
import { Secret } from '@/lib/secret';
import { type Credential, hostOfClientId, keyOfClientSecret, type Parsed } from './credential';

/** Everything the client needs to know. Safe to log: what is secret is wrapped. */
export type ConductorOneConfig = {
  /** Scheme, host and an optional path, without a slash at the end: `https://acme.conductor.one`. */
  baseUrl: string;
  credential: Credential;
  /** The longest one call may take, in milliseconds, waiting for a token and retries included. */
  deadlineMs: number;
};

/** One thing to mend: the variable, and a sentence that follows its name ("must be …"). */
export type ConfigProblem = { variable: string; message: string };

/** The variables that are read, as they come from the environment; an empty one counts as not set. */
export type ConductorOneVars = Readonly<Record<string, string | undefined>>;

const DEFAULT_DEADLINE_MS = 10_000;

/**
 * Reads the upstream's part of the configuration. Pure: the environment comes in, a configuration or every problem at once
 * comes out, and no sentence repeats a secret.
 *
 * The kind of credential follows from what is set: `CONDUCTORONE_ACCESS_TOKEN` (used as it is), `CONDUCTORONE_OIDC_TOKEN`
 * or `CONDUCTORONE_OIDC_TOKEN_FILE` (workload federation), or `CONDUCTORONE_CLIENT_SECRET` (by `USHER_UPSTREAM_AUTH`).
 * Two at once are refused: which of them acts is nothing to guess.
 */
export function conductorOneConfig(
  vars: ConductorOneVars,
): { ok: true; config: ConductorOneConfig } | { ok: false; problems: ConfigProblem[] } {
  const problems: ConfigProblem[] = [];
  const read = (name: string): string => vars[name]?.trim() ?? '';
  /** The value, or undefined after noting the problem. */
  const take = <T>(variable: string, parsed: Parsed<T>): T | undefined => {
    if (parsed.ok) return parsed.value;
    problems.push({ variable, message: parsed.message });
    return undefined;
  };

  const host = take('CONDUCTORONE_CLIENT_ID', clientHost(read));
  const baseUrl = serverUrl(read, host, take);
  const credential = credentialFrom(read, take);
  const deadlineMs = take('USHER_UPSTREAM_DEADLINE_MS', deadlineFrom(read('USHER_UPSTREAM_DEADLINE_MS')));
  if (baseUrl === undefined || credential === undefined || deadlineMs === undefined || problems.length > 0) {
    return { ok: false, problems };
  }
  return { ok: true, config: { baseUrl, credential, deadlineMs } };
}

type Read = (name: string) => string;
type Take = <T>(variable: string, parsed: Parsed<T>) => T | undefined;

/** The client id's host; "" where there is no client id and an access token makes it unnecessary. */
function clientHost(read: Read): Parsed<string> {
  const clientId = read('CONDUCTORONE_CLIENT_ID');
  if (clientId !== '') return hostOfClientId(clientId);
  if (read('CONDUCTORONE_ACCESS_TOKEN') !== '') return { ok: true, value: '' };
  return { ok: false, message: 'is not set: give the client id of a ConductorOne service principal credential' };
}

function serverUrl(read: Read, host: string | undefined, take: Take): string | undefined {
  const given = read('CONDUCTORONE_SERVER_URL');
  if (given !== '') return take('CONDUCTORONE_SERVER_URL', baseUrlFrom(given));
  if (host === undefined) return undefined;
  if (host !== '') return `https://${host}`;
  return take('CONDUCTORONE_SERVER_URL', {
    ok: false,
    message: 'is not set: with an access token alone, give the tenant’s address, such as https://acme.conductor.one',
  });
}

function baseUrlFrom(value: string): Parsed<string> {
  const url = URL.parse(value);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return { ok: false, message: 'must be a whole address, such as https://acme.conductor.one' };
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return { ok: false, message: 'must be an address only, without user, password, "?" or "#"' };
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return { ok: false, message: 'must begin with https:// (http:// is accepted for this machine only)' };
  }
  return { ok: true, value: url.href.replace(/\/+$/, '') };
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);

function credentialFrom(read: Read, take: Take): Credential | undefined {
  const clientId = read('CONDUCTORONE_CLIENT_ID');
  const [accessToken, oidcToken, oidcFile, secret] = [
    read('CONDUCTORONE_ACCESS_TOKEN'),
    read('CONDUCTORONE_OIDC_TOKEN'),
    read('CONDUCTORONE_OIDC_TOKEN_FILE'),
    read('CONDUCTORONE_CLIENT_SECRET'),
  ];
  const given = Object.entries({
    CONDUCTORONE_ACCESS_TOKEN: accessToken,
    CONDUCTORONE_OIDC_TOKEN: oidcToken,
    CONDUCTORONE_OIDC_TOKEN_FILE: oidcFile,
    CONDUCTORONE_CLIENT_SECRET: secret,
  }).filter(([, value]) => value !== '');
  const [first, second] = given;
  if (first !== undefined && second !== undefined) {
    return take(second[0], { ok: false, message: `is set beside ${first[0]}: keep the one credential that is to act` });
  }
  if (accessToken !== '') return accessCredential(accessToken, take);
  if (oidcToken !== '') return { kind: 'federation', clientId, subject: { token: new Secret(oidcToken) } };
  if (oidcFile !== '') return { kind: 'federation', clientId, subject: { file: oidcFile } };
  return secretCredential(clientId, secret, read('USHER_UPSTREAM_AUTH'), take);
}

/** What cannot stand in a header is found here: a request that fails for it could not be told from one that was sent. */
function accessCredential(token: string, take: Take): Credential | undefined {
  if (/^[\x21-\x7e]+$/.test(token)) return { kind: 'access-token', token: new Secret(token) };
  return take('CONDUCTORONE_ACCESS_TOKEN', {
    ok: false,
    message: 'holds characters that no token has (spaces, line breaks or letters beyond ASCII): copy it again',
  });
}

function secretCredential(clientId: string, secret: string, auth: string, take: Take): Credential | undefined {
  if (secret === '') {
    return take('CONDUCTORONE_CLIENT_SECRET', {
      ok: false,
      message: 'is not set: give the secret that was shown when the credential was issued',
    });
  }
  // The form is checked for both grants: a damaged secret is found here and not by a refusal at the first invitation.
  const key = take('CONDUCTORONE_CLIENT_SECRET', keyOfClientSecret(secret));
  if (auth === 'client_secret') return { kind: 'client-secret', clientId, secret: new Secret(secret) };
  if (auth !== '' && auth !== 'assertion') {
    return take('USHER_UPSTREAM_AUTH', { ok: false, message: 'must be "assertion" or "client_secret"' });
  }
  return key === undefined ? undefined : { kind: 'assertion', clientId, key };
}

function deadlineFrom(value: string): Parsed<number> {
  if (value === '') return { ok: true, value: DEFAULT_DEADLINE_MS };
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= 100 && number <= 120_000) return { ok: true, value: number };
  return { ok: false, message: 'must be a whole number of milliseconds from 100 to 120000' };
}
