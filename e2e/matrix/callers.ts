import { encode } from 'next-auth/jwt';
import { USHER_ROLES, type UsherRole } from '@/lib/invitations/invitation';
import { can } from '@/lib/invitations/policy';
import { type HttpSession, httpSession, type Reply, type Sent } from '@/scripts/lib/http-session';
import { signInOverHttp } from '@/scripts/lib/page-forms';
import type { Allowed, CallerName, NotSignedIn } from './entry';

/** Who of the sandbox's people holds which role. */
const PERSON = {
  admin: 'omar-haddad',
  helpdesk: 'maya-chen',
  sponsor: 'ana-ruiz',
  auditor: 'victor-lindqvist',
  'no role': 'noor-jansen',
  // Holds two, which allow everything: for what is tried with the input instead of the caller.
  everything: 'sam-okafor',
} as const satisfies Partial<Record<CallerName, string>>;
type Person = keyof typeof PERSON;
const WITHOUT_SESSION = [
  'no session',
  'expired',
  'older than a session lasts',
  'signed with another key',
] as const satisfies NotSignedIn[];

export type Caller = {
  name: CallerName;
  /** Null: nobody is signed in. */
  roles: readonly UsherRole[] | null;
  /** One request; whatever it does to the cookies, the next one has the same as this. */
  send: (url: string, sent?: Sent) => Promise<Reply>;
  close: () => void;
};

export type Callers = { tried: readonly Caller[]; everything: Caller };

const MINUTE = 60;
/** ARCHITECTURE: a session ends 8 hours after the sign-in, however often its cookie was renewed. */
const SESSION_SECONDS = 8 * 60 * MINUTE;
const COOKIE = 'next-auth.session-token';

/** Everybody who may come to `appUrl`: the roles signed in at the provider, the rest with cookies made here. */
export async function callersOf(appUrl: string, secret: string): Promise<Callers> {
  const people = await Promise.all((Object.keys(PERSON) as Person[]).map((name) => signedIn(appUrl, name)));
  const strangers = await Promise.all(WITHOUT_SESSION.map((name) => stranger(appUrl, name, secret)));
  const everything = people.find(({ name }) => name === 'everything');
  if (everything === undefined) throw new Error('Nobody holds everything.');
  return { tried: [...strangers, ...people.filter((each) => each !== everything)], everything };
}

async function signedIn(appUrl: string, name: Person): Promise<Caller> {
  const session = httpSession();
  await signInOverHttp(session, appUrl, PERSON[name]);
  const roles: readonly UsherRole[] =
    name === 'everything' ? ['admin', 'auditor'] : USHER_ROLES.filter((role) => role === name);
  return callerWith(session, name, roles);
}

async function stranger(appUrl: string, name: NotSignedIn, secret: string): Promise<Caller> {
  const session = httpSession();
  const now = Math.floor(Date.now() / 1000);
  const outlived = name === 'older than a session lasts';
  const token = {
    subject: PERSON.admin,
    name: 'Omar Haddad',
    email: 'omar.haddad@acme.example',
    emailVerified: true,
    roles: ['admin', 'auditor'],
    signedInAt: outlived ? now - SESSION_SECONDS - MINUTE : now - MINUTE,
    idToken: '',
  };
  const cookie = await encode({
    token,
    secret: name === 'signed with another key' ? `not ${secret}` : secret,
    maxAge: name === 'expired' ? -60 * MINUTE : 60 * MINUTE,
  });
  if (name !== 'no session') session.cookies.set(`${new URL(appUrl).host} ${COOKIE}`, cookie);
  return callerWith(session, name, null);
}

function callerWith(session: HttpSession, name: CallerName, roles: Caller['roles']): Caller {
  const cookies = [...session.cookies];
  return {
    name,
    roles,
    async send(url, sent) {
      session.cookies.clear();
      for (const [key, value] of cookies) session.cookies.set(key, value);
      return session.send(url, sent);
    },
    close: session.close,
  };
}

/** Of several cookies that are no session, one is enough where only the way of asking is another. */
export const inShort = (callers: readonly Caller[]): Caller[] =>
  callers.filter(({ name, roles }) => roles !== null || name === 'no session');

/** The one derivation of what is expected: by the policy's own table. */
export function verdict({ roles }: Pick<Caller, 'roles'>, allowed: Allowed): 'let in' | 'signed-out' | 'forbidden' {
  if (allowed === 'public') return 'let in';
  if (roles === null) return 'signed-out';
  return allowed === 'signed-in' || can({ roles }, allowed) ? 'let in' : 'forbidden';
}
