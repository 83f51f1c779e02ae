import 'server-only';
import { LRUCache } from 'lru-cache';
import { cookies } from 'next/headers';
import { getToken } from 'next-auth/jwt';
import { z } from 'zod';
import { appConfig } from '../env';
import { USHER_ROLES } from '../invitations/invitation';

/** Sessions end 8 hours after the sign-in, however busy they are. */
export const SESSION_SECONDS = 8 * 60 * 60;

/** What the encrypted session cookie holds. The mapped roles, not the groups: two hundred groups would fill three cookies. */
export const sessionSchema = z.object({
  subject: z.string().min(1),
  name: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  roles: z.array(z.enum(USHER_ROLES)),
  /** Seconds since 1970, of the sign-in itself: next-auth renews the cookie, and that must not renew the session. */
  signedInAt: z.number(),
  /** Shown to the provider at sign-out, so that it ends its session too (OpenID Connect RP-Initiated Logout §2). */
  idToken: z.string(),
});

export type Session = z.output<typeof sessionSchema>;

const isHttps = () => appConfig().origin.startsWith('https:');

/** next-auth's own name for its cookie; large ones are split into `.0`, `.1` … */
export const sessionCookieName = () => `${isHttps() ? '__Secure-' : ''}next-auth.session-token`;

/**
 * Cookies that were opened before: to derive the key and decrypt costs more than most of what a request does. The content
 * cannot change while the cookie does not, and its age is looked at each time.
 */
const opened = new LRUCache<string, Session>({ max: 500 });

/** The signed-in session, or null: none, expired, forged, or of an older shape. */
export async function currentSession(now: Date): Promise<Session | null> {
  const store = await cookies();
  const name = sessionCookieName();
  const given = store.getAll().filter((each) => each.name.startsWith(name));
  if (given.length === 0) return null;
  const key = given.map((each) => `${each.name}=${each.value}`).join(';');
  const session = opened.get(key) ?? (await open(store));
  if (session === null) return null;
  opened.set(key, session);
  const ageSeconds = now.getTime() / 1000 - session.signedInAt;
  return ageSeconds < SESSION_SECONDS ? session : null;
}

async function open(store: Awaited<ReturnType<typeof cookies>>): Promise<Session | null> {
  const token = await getToken({
    // Only the cookie counts. getToken would also take the session from an Authorization header.
    req: { cookies: store, headers: new Headers() } as unknown as Parameters<typeof getToken>[0]['req'],
    secret: appConfig().sessionSecret,
    secureCookie: isHttps(),
    cookieName: sessionCookieName(),
  });
  const session = sessionSchema.safeParse(token);
  return session.success ? session.data : null;
}
