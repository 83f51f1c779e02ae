import { createHash } from 'node:crypto';
import { compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import type { Clock } from '../base/clock';
import { OAuthError } from './oauth-error';

/** How far ahead an assertion may expire, and how far ahead of our clock its other times may lie, in seconds. */
const LONGEST_LIFE = 300;
const LEEWAY = 5;

/** Assertions seen before, each with the second after which it would be refused anyway. */
export class ReplayCache {
  private readonly seen = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** Remembers an assertion; false when it was here before. */
  admit(key: string, expiresAtSeconds: number): boolean {
    const now = this.clock.seconds();
    if (this.seen.size > 10_000) for (const [old, end] of this.seen) if (end < now) this.seen.delete(old);
    if (this.seen.has(key)) return false;
    this.seen.set(key, expiresAtSeconds + LEEWAY);
    return true;
  }

  clear(): void {
    this.seen.clear();
  }
}

export interface AssertionRules {
  clientId: string;
  publicJwk: JWK;
  /** The host that was called, without scheme and port. */
  audience: string;
  clock: Clock;
  replays: ReplayCache;
}

/**
 * Checks a client assertion (RFC 7523 §3) the way the vendor does: EdDSA with the credential's key, issuer and subject
 * are the client id, the audience is the bare host, it lives five minutes at most and works once.
 *
 * @throws OAuthError `invalid_client` that says which of these is wrong
 */
export async function checkAssertion(assertion: string, rules: AssertionRules): Promise<void> {
  const refuse = (why: string): never => {
    throw new OAuthError(401, 'invalid_client', `The client assertion is refused: ${why}`);
  };
  let alg: unknown;
  try {
    alg = decodeProtectedHeader(assertion).alg;
  } catch {
    return refuse('it is not a signed JWT.');
  }
  // Some libraries write the newer name "Ed25519" (RFC 9864), which the vendor does not take.
  if (alg !== 'EdDSA') return refuse(`its header says alg ${JSON.stringify(alg)}, expected "EdDSA".`);
  const claims = await verify(assertion, rules.publicJwk).catch(() => refuse('the signature does not match the key.'));

  const { iss, sub, exp, nbf, iat, jti } = claims;
  if (iss !== rules.clientId) return refuse('iss is not the client id.');
  if (sub !== rules.clientId) return refuse('sub is not the client id.');
  const audiences = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  if (audiences.length !== 1 || audiences[0] !== rules.audience) {
    return refuse(`aud must be exactly the host without scheme and port, "${rules.audience}".`);
  }
  const now = rules.clock.seconds();
  if (typeof exp !== 'number') return refuse('exp is missing or not a number.');
  if (exp <= now) return refuse(`it expired ${now - exp} s ago.`);
  if (exp > now + LONGEST_LIFE) {
    return refuse(`exp is ${exp - now} s ahead, at most ${LONGEST_LIFE} s are allowed. Is the clock right?`);
  }
  for (const [name, value] of Object.entries({ nbf, iat })) {
    if (value === undefined) continue;
    if (typeof value !== 'number') return refuse(`${name} is not a number.`);
    if (value > now + LEEWAY) return refuse(`${name} is ${value - now} s in the future. Is the clock right?`);
  }
  const key = typeof jti === 'string' ? `jti:${jti}` : createHash('sha256').update(assertion).digest('base64url');
  if (!rules.replays.admit(key, exp)) return refuse('it was used before.');
}

async function verify(assertion: string, publicJwk: JWK): Promise<Record<string, unknown>> {
  const key = await importJWK(publicJwk, 'EdDSA');
  const { payload } = await compactVerify(assertion, key, { algorithms: ['EdDSA'] });
  const claims: unknown = JSON.parse(new TextDecoder().decode(payload));
  if (typeof claims !== 'object' || claims === null) throw new TypeError('claims are not an object');
  return claims as Record<string, unknown>;
}
