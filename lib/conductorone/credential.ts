import 'server-only';
import { z } from 'zod';
import { Secret } from '@/lib/secret';

/** A private signing key of the kind ConductorOne issues: Ed25519 as an octet key pair (RFC 8037 §2). */
export type Ed25519PrivateJwk = { kty: 'OKP'; crv: 'Ed25519'; x: string; d: string };

/** How Usher proves to the upstream who it is. */
export type Credential =
  /** Signs a short assertion (RFC 7523): the key never leaves the process. */
  | { kind: 'assertion'; clientId: string; key: Secret<Ed25519PrivateJwk> }
  /** Sends the secret in the body (RFC 6749 §2.3.1). */
  | { kind: 'client-secret'; clientId: string; secret: Secret }
  /** Exchanges a workload's own OIDC token (RFC 8693): nothing is stored. A file is read anew at each exchange. */
  | { kind: 'federation'; clientId: string; subject: { token: Secret } | { file: string } }
  /** A token that somebody else obtained; it cannot be renewed here. */
  | { kind: 'access-token'; token: Secret };

export type Parsed<T> = { ok: true; value: T } | { ok: false; message: string };

const wrong = (message: string): { ok: false; message: string } => ({ ok: false, message });

const CLIENT_ID = /^[^@/\s]+@([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?)\/[^@/\s]+$/;

/** The tenant's host in a client id of the form `<name>@<host>/<use>`, such as `acme.conductor.one`. */
export function hostOfClientId(clientId: string): Parsed<string> {
  const host = CLIENT_ID.exec(clientId)?.[1];
  if (host === undefined) {
    return wrong(
      'must look like name@tenant.conductor.one/spc: copy the whole client id from the credential’s page in ConductorOne',
    );
  }
  return { ok: true, value: host.toLowerCase() };
}

const PREFIX = 'secret-token:conductorone.com:';
const COPY_AGAIN = 'copy the whole secret again, or issue a new one';
const keyBytes = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * The signing key inside a client secret, `secret-token:conductorone.com:v1:<base64url of a private JWK>`.
 * Each way to be wrong has its own sentence; none repeats any part of the value.
 */
export function keyOfClientSecret(secret: string): Parsed<Secret<Ed25519PrivateJwk>> {
  if (!secret.startsWith(PREFIX)) {
    return wrong(`must begin with "${PREFIX}v1:": ${COPY_AGAIN}`);
  }
  const [version = '', encoded = '', ...rest] = secret.slice(PREFIX.length).split(':');
  if (version !== 'v1') {
    return wrong('is of another version than v1, which is the only one Usher knows: issue a credential of version v1');
  }
  if (rest.length > 0 || !/^[A-Za-z0-9_-]+={0,2}$/.test(encoded)) {
    return wrong(`is not base64url after "v1:": a part may be missing or changed, ${COPY_AGAIN}`);
  }
  let jwk: unknown;
  try {
    jwk = JSON.parse(decoder.decode(Buffer.from(encoded, 'base64url')));
  } catch {
    return wrong(`does not hold a JSON key: it may have been cut off, ${COPY_AGAIN}`);
  }
  const fields = z.record(z.string(), z.unknown()).safeParse(jwk);
  if (!fields.success) return wrong(`does not hold a JSON key: ${COPY_AGAIN}`);
  const { kty, crv, x, d } = fields.data;
  if (kty !== 'OKP' || crv !== 'Ed25519') {
    return wrong('holds a key of another type than Ed25519 (kty "OKP", crv "Ed25519"): issue a new credential');
  }
  if (d === undefined) {
    return wrong('holds only a public key, which cannot sign: use the secret shown when the credential was issued');
  }
  const [privateBytes, publicBytes] = [keyBytes.safeParse(d), keyBytes.safeParse(x)];
  if (!privateBytes.success || !publicBytes.success) {
    return wrong(`holds a damaged Ed25519 key (32 bytes each are wanted in "d" and "x"): ${COPY_AGAIN}`);
  }
  return { ok: true, value: new Secret({ kty, crv, x: publicBytes.data, d: privateBytes.data }) };
}
