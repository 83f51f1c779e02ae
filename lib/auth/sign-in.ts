import 'server-only';
import { cookies } from 'next/headers';
import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { appConfig } from '../env';
import { authOptions, PROVIDER_ID } from './options';

/**
 * Starts the sign-in at the identity provider and answers its address. next-auth has no server-side start, so this speaks
 * to its route handler in process, the way its own page would over HTTP: fetch the CSRF token, then post it. The cookies
 * it sets (state, nonce, PKCE verifier) go out with the current answer.
 */
export async function startSignIn(callbackUrl: string): Promise<string> {
  const csrf = await callNextAuth('csrf', { method: 'GET' });
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const start = await callNextAuth(`signin/${PROVIDER_ID}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, callbackUrl }),
  });
  return start.headers.get('location') ?? '/sign-in?error=OAuthSignin';
}

async function callNextAuth(
  path: string,
  init: { method: 'GET' | 'POST'; headers?: HeadersInit; body?: BodyInit },
): Promise<Response> {
  const request = new NextRequest(`${appConfig().origin}/api/auth/${path}`, init);
  const context = { params: Promise.resolve({ nextauth: path.split('/') }) };
  const response: Response = await NextAuth(request as never, context as never, authOptions());
  await keepCookies(response);
  return response;
}

/** Puts the handler's `Set-Cookie` lines into the answer under way, where the next call to the handler sees them too. */
async function keepCookies(response: Response): Promise<void> {
  const jar = await cookies();
  for (const line of response.headers.getSetCookie()) {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    const flags = new Map(
      attributes.map((attribute) => {
        const [name = '', value = ''] = attribute.split('=');
        return [name.toLowerCase(), value] as const;
      }),
    );
    const expires = flags.get('expires');
    jar.set(pair.slice(0, at), decodeURIComponent(pair.slice(at + 1)), {
      httpOnly: true,
      path: '/',
      sameSite: 'lax',
      secure: flags.has('secure'),
      ...(expires === undefined ? {} : { expires: new Date(expires) }),
    });
  }
}
