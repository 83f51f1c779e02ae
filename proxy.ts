import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy } from './lib/content-security-policy';
import { appConfig } from './lib/env';
import { REQUEST_ID_HEADER } from './lib/request';

/**
 * Runs before every page: gives each request its id and each answer its Content-Security-Policy with a fresh nonce (Next
 * reads it from the request's own header). It is no boundary: pages, actions and route handlers check for themselves.
 */
export function proxy(request: NextRequest): NextResponse {
  const { origin, oidc, production } = appConfig();
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy({ nonce, origin, issuer: oidc.issuer, production });
  const id = crypto.randomUUID();
  const headers = new Headers(request.headers);
  headers.set(REQUEST_ID_HEADER, id);
  headers.set('x-nonce', nonce);
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  response.headers.set(REQUEST_ID_HEADER, id);
  return response;
}

export const config = {
  // Static files carry no script of their own, and their policy stands in next.config.ts. So does that of the one path that
  // takes files: a body that passes here is cut at 10 MB without a word.
  matcher: ['/((?!_next/static|_next/image|icon.svg|favicon.ico|api/imports$).*)'],
};
