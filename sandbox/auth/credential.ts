import { generateKeyPairSync, type JsonWebKey, randomBytes } from 'node:crypto';

const SECRET_PREFIX = 'secret-token:conductorone.com:v1:';

/** The secrets of one sandbox, made at its first start and kept for the next ones. */
export interface Credentials {
  clientId: string;
  clientSecret: string;
  /** The public half of the key in {@link Credentials.clientSecret}, as a JWK. */
  clientPublicJwk: JsonWebKey;
  oidcClientId: string;
  oidcClientSecret: string;
  /** The identity provider's private signing key (RSA, for RS256). */
  idpPrivateJwk: JsonWebKey;
}

/**
 * Makes credentials in the vendor's formats: the client id is `<name>@<host>/<use>`, the client secret holds a private
 * Ed25519 JWK (RFC 8037) in base64url.
 */
export function generateCredentials(host: string): Credentials {
  const pair = generateKeyPairSync('ed25519');
  const jwk = pair.privateKey.export({ format: 'jwk' });
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  return {
    clientId: `patient-usher-${10_000 + (randomBytes(2).readUInt16BE() % 90_000)}@${host}/spc`,
    clientSecret: SECRET_PREFIX + Buffer.from(JSON.stringify(jwk)).toString('base64url'),
    clientPublicJwk: pair.publicKey.export({ format: 'jwk' }),
    oidcClientId: 'usher',
    oidcClientSecret: randomBytes(32).toString('base64url'),
    idpPrivateJwk: { ...rsa, use: 'sig', alg: 'RS256' } as JsonWebKey,
  };
}
