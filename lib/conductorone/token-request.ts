import 'server-only';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as oauth from 'oauth4webapi';
import type { Clock } from '@/lib/invitations/ports';
import type { Secret } from '@/lib/secret';
import type { ConductorOneConfig } from './config';
import type { Credential, Ed25519PrivateJwk } from './credential';
import type { Deadline } from './deadline';
import { type Exchange, exchange } from './exchange';
import { readToken, type TokenAnswer } from './token-response';
import { USER_AGENT } from './user-agent';

const ASSERTION_SECONDS = 120;
const CLOCK_TOLERANCE_SECONDS = 60;
const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const JWT_TYPE = 'urn:ietf:params:oauth:token-type:jwt';

/**
 * Asks the token endpoint once, by the grant that the credential calls for: client credentials (RFC 6749 §4.4) with a signed
 * assertion (RFC 7523) or the secret in the body, or token exchange (RFC 8693). Never throws. Whatever goes wrong here,
 * nothing was changed upstream.
 */
export async function requestToken(
  config: ConductorOneConfig,
  credential: Exclude<Credential, { kind: 'access-token' }>,
  deps: { clock: Clock; fetch: typeof globalThis.fetch },
  deadline: Deadline,
): Promise<TokenAnswer> {
  const server = { issuer: config.baseUrl, token_endpoint: `${config.baseUrl}/auth/v1/token` };
  const client = { client_id: credential.clientId };
  let seen: Exchange | undefined;
  /** Puts the library's request through our own exchange, which bounds it in time and size. */
  const send = async (url: string, init: oauth.CustomFetchOptions<'POST', URLSearchParams>): Promise<Response> => {
    const headers = { ...init.headers, 'user-agent': USER_AGENT };
    seen = await exchange(deps.fetch, { method: 'POST', url, headers, body: init.body }, deadline);
    return new Response(null);
  };
  const options = {
    [oauth.customFetch]: send,
    // The configuration lets http through for this machine only.
    [oauth.allowInsecureRequests]: config.baseUrl.startsWith('http:'),
  };
  try {
    const { auth, grant, parameters } = await proof(config, credential, deps.clock);
    await oauth.genericTokenEndpointRequest(server, client, auth, grant, parameters, options);
  } catch {
    // Nothing of the error is passed on: it may hold the request's parameters.
    return { ok: false, error: { code: 'unauthenticated', message: unusableCredential(credential) } };
  }
  if (seen === undefined) return { ok: false, error: { code: 'unavailable', message: 'No token was asked for.' } };
  return readToken(seen, deps.clock.now());
}

type Proof = { auth: oauth.ClientAuth; grant: string; parameters: Record<string, string> };

async function proof(
  config: ConductorOneConfig,
  credential: Exclude<Credential, { kind: 'access-token' }>,
  clock: Clock,
): Promise<Proof> {
  switch (credential.kind) {
    case 'assertion':
      return { auth: await signed(config, credential.key, clock), grant: 'client_credentials', parameters: {} };
    case 'client-secret':
      return {
        auth: oauth.ClientSecretPost(credential.secret.reveal()),
        grant: 'client_credentials',
        parameters: {},
      };
    case 'federation': {
      const { subject } = credential;
      const token = 'token' in subject ? subject.token.reveal() : (await readFile(subject.file, 'utf8')).trim();
      return {
        auth: oauth.None(),
        grant: TOKEN_EXCHANGE,
        parameters: { subject_token: token, subject_token_type: JWT_TYPE },
      };
    }
  }
}

/** Client authentication by an assertion the way ConductorOne wants it, where that differs from the RFCs' habits. */
async function signed(
  config: ConductorOneConfig,
  key: Secret<Ed25519PrivateJwk>,
  clock: Clock,
): Promise<oauth.ClientAuth> {
  const cryptoKey = await crypto.subtle.importKey('jwk', key.reveal(), 'Ed25519', false, ['sign']);
  return oauth.PrivateKeyJwt(cryptoKey, {
    [oauth.modifyAssertion](header, payload) {
      // The library writes the newer name "Ed25519" (RFC 9864); the upstream knows the key by RFC 8037's.
      header.alg = 'EdDSA';
      // The official clients put their nonce here; `jti`, which the library adds, is the standard's place for it.
      header.nonce = randomBytes(16).toString('hex');
      const now = Math.floor(clock.now().getTime() / 1000);
      payload.aud = [new URL(config.baseUrl).hostname];
      // Dated back, for a clock that is a little ahead of the upstream's.
      payload.iat = now - CLOCK_TOLERANCE_SECONDS;
      payload.nbf = now - CLOCK_TOLERANCE_SECONDS;
      payload.exp = now + ASSERTION_SECONDS;
    },
  });
}

function unusableCredential(credential: Credential): string {
  if (credential.kind === 'federation' && 'file' in credential.subject) {
    return 'The workload’s token could not be read from the file that CONDUCTORONE_OIDC_TOKEN_FILE names.';
  }
  return 'The credential could not be used to ask for a token: is CONDUCTORONE_CLIENT_SECRET whole?';
}
