import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWK, jwtVerify } from 'jose';
import type { Clock } from '../base/clock';
import type { Settings } from '../control/settings';
import type { AccessTokens } from './access-tokens';
import { checkAssertion, type ReplayCache } from './assertion';
import type { Credentials } from './credential';
import { OAuthError } from './oauth-error';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const TOKEN_TYPES = ['urn:ietf:params:oauth:token-type:jwt', 'urn:ietf:params:oauth:token-type:id_token'];
const ACCESS_TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:access_token';

export interface TokenEndpointContext {
  credentials: Credentials;
  tokens: AccessTokens;
  replays: ReplayCache;
  clock: Clock;
  settings: () => Settings;
  /** The issuer whose tokens can be exchanged, and its public keys. */
  issuer: string;
  jwks: JSONWebKeySet;
}

/** What the journal may know of a token request: the kind of grant and of proof, no secrets. */
export interface TokenRequestSummary {
  grantType: string | null;
  proof: 'client_secret' | 'client_assertion' | 'subject_token' | 'basic' | 'none';
}

export function summarise(req: IncomingMessage, text: string): TokenRequestSummary {
  const form = new URLSearchParams(text);
  const proof = req.headers.authorization !== undefined ? ('basic' as const) : proofIn(form);
  return { grantType: form.get('grant_type'), proof };
}

function proofIn(form: URLSearchParams): TokenRequestSummary['proof'] {
  for (const name of ['client_assertion', 'client_secret', 'subject_token'] as const) if (form.has(name)) return name;
  return 'none';
}

/**
 * Answers a token request: client credentials with a secret or a signed assertion, or token exchange (RFC 8693).
 *
 * @throws OAuthError for every refusal
 */
export async function issueToken(
  req: IncomingMessage,
  text: string,
  context: TokenEndpointContext,
): Promise<Record<string, unknown>> {
  if (req.headers.authorization !== undefined) {
    throw new OAuthError(401, 'invalid_client', 'Send the credential in the body: an Authorization header is refused.');
  }
  const type = req.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') {
    throw new OAuthError(400, 'invalid_request', 'The body must be application/x-www-form-urlencoded.');
  }
  const form = new URLSearchParams(text);
  for (const name of new Set(form.keys())) {
    if (form.getAll(name).length > 1) throw new OAuthError(400, 'invalid_request', `${name} is given twice.`);
  }
  const grantType = form.get('grant_type');
  if (grantType === null || grantType === '') {
    throw new OAuthError(400, 'invalid_request', 'grant_type is missing.');
  }
  if (grantType === 'client_credentials') await checkClient(req, form, context);
  else if (grantType === TOKEN_EXCHANGE) await checkSubjectToken(form, context);
  else throw new OAuthError(400, 'unsupported_grant_type', `The grant type "${grantType}" is not supported.`);

  const { tokenLifetimeSeconds, tokenType, credential } = context.settings();
  if (credential === 'expired') {
    throw new OAuthError(401, 'invalid_client', 'The client credential has expired.');
  }
  if (credential === 'address-refused') {
    throw new OAuthError(401, 'invalid_client', 'The credential may not be used from this source address.');
  }
  return {
    access_token: context.tokens.issue(tokenLifetimeSeconds),
    token_type: tokenType,
    expires_in: tokenLifetimeSeconds,
    ...(grantType === TOKEN_EXCHANGE ? { issued_token_type: ACCESS_TOKEN_TYPE } : {}),
  };
}

async function checkClient(req: IncomingMessage, form: URLSearchParams, context: TokenEndpointContext): Promise<void> {
  const { credentials } = context;
  const secret = form.get('client_secret');
  const assertion = form.get('client_assertion');
  if (secret !== null && assertion !== null) {
    throw new OAuthError(400, 'invalid_request', 'Send a client_secret or a client_assertion, not both.');
  }
  checkClientId(form, context, assertion === null);
  if (assertion !== null) {
    if (form.get('client_assertion_type') !== JWT_BEARER) {
      throw new OAuthError(400, 'invalid_request', `client_assertion_type must be ${JWT_BEARER}.`);
    }
    await checkAssertion(assertion, {
      clientId: credentials.clientId,
      publicJwk: credentials.clientPublicJwk as JWK,
      audience: hostWithoutPort(req),
      clock: context.clock,
      replays: context.replays,
    });
    return;
  }
  if (secret === null) {
    throw new OAuthError(
      401,
      'invalid_client',
      'The client is not authenticated: no client_secret, no client_assertion.',
    );
  }
  if (!sameText(secret, credentials.clientSecret)) {
    throw new OAuthError(401, 'invalid_client', 'The client secret is wrong.');
  }
}

function checkClientId(form: URLSearchParams, context: TokenEndpointContext, required: boolean): void {
  const clientId = form.get('client_id');
  // RFC 7521 §4.2: beside an assertion the client id is optional, the assertion's subject names the client.
  if (clientId === null && !required) return;
  if (clientId === null) throw new OAuthError(400, 'invalid_request', 'client_id is missing.');
  if (clientId !== context.credentials.clientId) {
    throw new OAuthError(401, 'invalid_client', 'The client id is not known here.');
  }
}

async function checkSubjectToken(form: URLSearchParams, context: TokenEndpointContext): Promise<void> {
  checkClientId(form, context, true);
  const type = form.get('subject_token_type') ?? '';
  if (!TOKEN_TYPES.includes(type)) {
    throw new OAuthError(400, 'invalid_request', `subject_token_type must be one of ${TOKEN_TYPES.join(', ')}.`);
  }
  const token = form.get('subject_token');
  if (token === null || token === '') throw new OAuthError(400, 'invalid_request', 'subject_token is missing.');
  try {
    await jwtVerify(token, createLocalJWKSet(context.jwks), {
      issuer: context.issuer,
      requiredClaims: ['sub', 'exp', 'aud'],
      currentDate: new Date(context.clock.now()),
    });
  } catch (error) {
    const why = error instanceof errors.JOSEError ? error.message : 'it is not a JWT';
    throw new OAuthError(400, 'invalid_grant', `The subject token is refused: ${why}.`);
  }
}

function hostWithoutPort(req: IncomingMessage): string {
  return new URL(`http://${req.headers.host ?? ''}`).hostname;
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
