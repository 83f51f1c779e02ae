import type { IncomingMessage, ServerResponse } from 'node:http';
import { importJWK, type JSONWebKeySet, type JWK, SignJWT } from 'jose';
import type Provider from 'oidc-provider';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { World } from '../world';
import { claimsOf } from './claims';
import { errorPage, signOutPage } from './pages';
import { makeProvider } from './quiet-provider';

/** The identity provider, ready to be mounted at `/idp`. */
export interface Idp {
  issuer: string;
  jwks: JSONWebKeySet;
  provider: Provider;
  /** Handles a request whose url starts with `/idp`. */
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** A token for a person, signed like an id token, for trying token exchange without a browser. */
  mintToken(personId: string, lifetimeSeconds: number): Promise<string>;
}

const SCOPES = ['openid', 'profile', 'email', 'groups', 'offline_access'];

/**
 * Makes the identity provider: authorisation code with PKCE, refresh tokens, groups in id token and userinfo, no
 * consent page, and sign-out without a question when the request carries an id token.
 *
 * @param url the sandbox's base URL; the issuer is `<url>/idp`
 * @param appOrigins where the product may live
 */
export async function makeIdp(world: World, url: string, appOrigins: readonly string[]): Promise<Idp> {
  const issuer = `${url}/idp`;
  const { credentials } = world;
  const privateJwk = credentials.idpPrivateJwk as JWK;
  const configuration: Configuration = {
    clients: [
      {
        client_id: credentials.oidcClientId,
        client_secret: credentials.oidcClientSecret,
        redirect_uris: appOrigins.map((origin) => `${origin}/api/auth/callback/oidc`),
        post_logout_redirect_uris: appOrigins.map((origin) => `${origin}/sign-in`),
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [privateJwk as NonNullable<Configuration['jwks']>['keys'][number]] },
    cookies: { keys: [credentials.oidcClientSecret] },
    scopes: SCOPES,
    claims: {
      openid: ['sub'],
      profile: ['name', 'given_name', 'family_name'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
    },
    // Every claim in the id token as well: the product reads it first and asks userinfo for what is missing.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          setPage(ctx, signOutPage(form));
        },
        postLogoutSuccessSource: (ctx) => {
          setPage(ctx, errorPage('You are signed out', 'You can close this page.'));
        },
      },
    },
    interactions: { url: (_ctx, interaction) => `/idp/interaction/${interaction.uid}` },
    findAccount: (_ctx, id) => {
      const person = world.people.find((item) => item.id === id);
      if (person === undefined || person.disabled) return undefined;
      return { accountId: id, claims: () => claimsOf(person) };
    },
    loadExistingGrant: async (ctx) => {
      const { session, client } = ctx.oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const known = session.grantIdFor(client.clientId);
      if (known !== undefined) return ctx.oidc.provider.Grant.find(known);
      const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope(SCOPES.join(' '));
      await grant.save();
      return grant;
    },
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    renderError: (ctx, out) => {
      setPage(ctx, errorPage('Sign-in did not work', `${out.error}: ${out.error_description ?? 'no further words'}`));
    },
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      IdToken: 3600,
      Interaction: 3600,
      Session: 8 * 3600,
      Grant: 8 * 3600,
      RefreshToken: 8 * 3600,
    },
  };
  const provider = await makeProvider(issuer, configuration);
  provider.use(signOutAtOnce);
  provider.on('server_error', (_ctx, error) => console.error(error));
  const callback = provider.callback();
  const signingKey = await importJWK(privateJwk, 'RS256');
  const { kty, n, e } = privateJwk;
  const publicJwk = { kty, n, e, alg: 'RS256', use: 'sig' } as JWK;
  return {
    issuer,
    provider,
    jwks: { keys: [publicJwk] },
    handle: async (req, res) => {
      // The provider finds out where it is mounted by comparing these two.
      const whole = req.url ?? '/';
      Object.assign(req, { originalUrl: whole, url: whole.slice('/idp'.length) || '/' });
      await callback(req, res);
    },
    mintToken: (personId, lifetimeSeconds) =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'RS256' })
        .setIssuer(issuer)
        .setSubject(personId)
        .setAudience(credentials.oidcClientId)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1000) + lifetimeSeconds)
        .sign(signingKey),
  };
}

/** Ends the session right away when the product vouches for the request with an id token. */
async function signOutAtOnce(ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  await next();
  if (ctx.oidc?.route !== 'end_session' || ctx.oidc.entities.IdTokenHint === undefined || ctx.status !== 200) return;
  const { session, params, provider } = ctx.oidc;
  for (const { grantId } of Object.values(session?.authorizations ?? {})) {
    if (grantId !== undefined) await (await provider.Grant.find(grantId))?.destroy();
  }
  await session?.destroy();
  ctx.cookies.set(provider.cookieName('session'), null);
  const target = params?.post_logout_redirect_uri;
  if (typeof target !== 'string') return setPage(ctx, errorPage('You are signed out', 'You can close this page.'));
  const url = new URL(target);
  if (typeof params?.state === 'string') url.searchParams.set('state', params.state);
  ctx.redirect(url.href);
}

function setPage(ctx: KoaContextWithOIDC, page: string): void {
  ctx.type = 'html';
  ctx.set('content-security-policy', "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'");
  ctx.body = page;
}
