import 'server-only';
import { cookies } from 'next/headers';
import { z } from 'zod';
import { systemClock } from '../clock';
import { log, recordEvent } from '../context';
import { appConfig } from '../env';
import { requestId } from '../request';
import { humanBehind } from './options';
import { currentSession, sessionCookieName } from './session';

const DISCOVERY_DEADLINE_MS = 3_000;
const discovery = z.object({ end_session_endpoint: z.url({ protocol: /^https?$/ }).optional() });

/** The word that comes back from the provider, so that the sign-in page can say what happened. */
export const SIGNED_OUT = 'signed-out';

/**
 * Ends our session and answers where the provider ends its own (OpenID Connect RP-Initiated Logout §2). A provider that
 * has no such place, or cannot be reached, still leaves nobody signed in here.
 */
export async function signOut(): Promise<string> {
  const session = await currentSession(systemClock.now());
  const jar = await cookies();
  for (const { name } of jar.getAll())
    if (name.startsWith(sessionCookieName())) jar.delete({ name, path: '/', secure: name.startsWith('__Secure-') });
  if (session !== null) {
    log().info('auth.signed-out', { subject: session.subject });
    await recordEvent({
      action: 'auth.signed-out',
      actor: await humanBehind(session),
      requestId: await requestId(),
      details: {},
    });
  }

  const local = `/sign-in?state=${SIGNED_OUT}`;
  const endpoint = await endSessionEndpoint();
  if (endpoint === null) return local;
  const url = new URL(endpoint);
  url.searchParams.set('post_logout_redirect_uri', `${appConfig().origin}/sign-in`);
  url.searchParams.set('client_id', appConfig().oidc.clientId);
  url.searchParams.set('state', SIGNED_OUT);
  if (session !== null && session.idToken !== '') url.searchParams.set('id_token_hint', session.idToken);
  return url.href;
}

async function endSessionEndpoint(): Promise<string | null> {
  const { issuer } = appConfig().oidc;
  try {
    const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(DISCOVERY_DEADLINE_MS),
    });
    return discovery.parse(await response.json()).end_session_endpoint ?? null;
  } catch (error) {
    log().warn('auth.discovery-failed', { error });
    return null;
  }
}
