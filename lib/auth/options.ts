import 'server-only';
import type { NextAuthOptions } from 'next-auth';
import { accounts, log, recordEvent } from '../context';
import { appConfig } from '../env';
import { humanOf } from '../invitations/policy';
import { clientAddress, requestId } from '../request';
import { readClaims, rolesFor } from './claims';
import { SESSION_SECONDS, type Session } from './session';

export const PROVIDER_ID = 'oidc';

/** next-auth for any OpenID Connect provider: discovery, code flow with PKCE, state and nonce, encrypted session cookie. */
export function authOptions(): NextAuthOptions {
  const { oidc, groups, sessionSecret } = appConfig();
  return {
    secret: sessionSecret,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [
      {
        id: PROVIDER_ID,
        name: 'your organisation',
        type: 'oauth',
        wellKnown: `${oidc.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
        issuer: oidc.issuer,
        clientId: oidc.clientId,
        clientSecret: oidc.clientSecret,
        authorization: { params: { scope: oidc.scope } },
        checks: ['pkce', 'state', 'nonce'],
        idToken: true,
        // Many providers keep email, name or groups out of the id token: ask at userinfo too, and let it win.
        userinfo: {
          async request({ client, tokens }) {
            const claims = tokens.id_token === undefined ? {} : decodeClaims(tokens.id_token);
            if (client.issuer.metadata.userinfo_endpoint === undefined) return claims;
            const info = await client.userinfo(tokens as Parameters<typeof client.userinfo>[0]);
            return { ...claims, ...info };
          },
        },
        profile(profile) {
          const claims = readClaims(profile, oidc.groupsClaim);
          return { id: claims.subject, name: claims.name, email: claims.email };
        },
      },
    ],
    callbacks: {
      async jwt({ token, account, profile }) {
        if (!account || !profile) return token;
        const { groups: held, ...claims } = readClaims(profile as Record<string, unknown>, oidc.groupsClaim);
        const session: Session = {
          ...claims,
          roles: rolesFor(held, groups),
          signedInAt: Math.floor(Date.now() / 1000),
          idToken: account.id_token ?? '',
        };
        log().info('auth.signed-in', { subject: session.subject, roles: session.roles });
        const { subject, name, email, emailVerified, roles } = session;
        await accounts().signedIn({ subject, name, email, emailVerified, roles, groups: held });
        await recordEvent({
          action: 'auth.signed-in',
          actor: await humanBehind(session),
          requestId: await requestId(),
          details: {},
        });
        return session;
      },
      // next-auth's own endpoint tells a browser this much and nothing of the token.
      session({ session, token }) {
        return { expires: session.expires, user: { name: String(token.name ?? '') } };
      },
      redirect({ url, baseUrl }) {
        const target = URL.parse(url, baseUrl);
        return target !== null && target.origin === baseUrl ? target.href : `${baseUrl}/`;
      },
    },
    logger: {
      error: (code, metadata) => log().error('auth.error', { code, metadata }),
      warn: (code) => log().warn('auth.warning', { code }),
      debug: () => {},
    },
  };
}

/** Who signs in or out, as the audit keeps them. */
export const humanBehind = async ({ subject, name, email, emailVerified, roles }: Session) =>
  humanOf({ subject, name, email, emailVerified, roles, address: await clientAddress() });

/** The claims of an id token that openid-client has verified already when it comes here. */
function decodeClaims(idToken: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8'));
}
