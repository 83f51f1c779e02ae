import { createHash, randomBytes } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startClient, type TestClient } from '../test-client';

const ORIGIN = 'http://app.example:3000';
const REDIRECT = `${ORIGIN}/api/auth/callback/oidc`;
let sandbox: TestClient;
beforeAll(async () => {
  sandbox = await startClient({ people: 20, invitations: 0, appOrigins: [ORIGIN, 'http://localhost:3000'] });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

/** A browser as far as sign-in needs one: it keeps cookies and shows where it is sent. */
class Browser {
  private readonly cookies = new Map<string, string>();

  async go(
    url: string,
    form?: Record<string, string>,
  ): Promise<{ status: number; location: string; text: string; csp: string }> {
    const response = await fetch(new URL(url, sandbox.url), {
      redirect: 'manual',
      headers: { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      if (attributes.some((attribute) => /expires=Thu, 01 Jan 1970/i.test(attribute))) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await response.text();
    const csp = response.headers.get('content-security-policy') ?? '';
    return { status: response.status, location: response.headers.get('location') ?? '', text, csp };
  }
}

function authorisation(more: Record<string, string> = {}): { url: string; verifier: string } {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: 'usher',
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: 'openid profile email groups offline_access',
    state: 'the-state',
    nonce: 'the-nonce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  });
  return { url: `/idp/auth?${query}`, verifier };
}

async function signIn(browser: Browser, person: string, more: Record<string, string> = {}) {
  const { url, verifier } = authorisation(more);
  const toSignIn = await browser.go(url);
  expect(toSignIn.location).toMatch(/^\/idp\/interaction\/[\w-]+$/);
  const page = await browser.go(toSignIn.location);
  const chosen = await browser.go(toSignIn.location, { person });
  if (chosen.status !== 303) return { page, chosen, tokens: null };
  const back = await browser.go(chosen.location);
  const callback = new URL(back.location);
  expect(callback.origin + callback.pathname).toBe(REDIRECT);
  expect(callback.searchParams.get('state')).toBe('the-state');
  const tokens = await token({
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: REDIRECT,
    code_verifier: verifier,
  });
  return { page, chosen, tokens };
}

async function token(form: Record<string, string>) {
  const secret = Buffer.from(`usher:${sandbox.env.OIDC_CLIENT_SECRET}`).toString('base64');
  const body = new URLSearchParams(form).toString();
  const type = 'application/x-www-form-urlencoded';
  return sandbox.send('POST', '/idp/token', body, { authorization: `Basic ${secret}`, 'content-type': type });
}

test('Maya signs in: the id token and userinfo carry her name, address and groups', async () => {
  const { page, tokens } = await signIn(new Browser(), 'maya-chen');
  expect(page.text).toContain('<button type="submit">Sign in as Maya Chen</button>');
  expect(page.text.match(/Sign in as /g)).toHaveLength(8);
  expect(page.text).not.toContain('<script');
  expect(page.csp).toContain(`form-action 'self' ${ORIGIN} http://localhost:3000`);
  expect(page.csp).toContain("default-src 'none'");

  expect(tokens?.status).toBe(200);
  const keys = createRemoteJWKSet(new URL(`${sandbox.env.OIDC_ISSUER}/jwks`));
  const { payload } = await jwtVerify(tokens?.body.id_token, keys, { issuer: `${sandbox.url}/idp`, audience: 'usher' });
  const maya = {
    sub: 'maya-chen',
    name: 'Maya Chen',
    email: 'maya.chen@acme.example',
    email_verified: true,
    groups: ['usher-helpdesk', 'all-staff'],
  };
  expect(payload).toMatchObject({ ...maya, nonce: 'the-nonce' });
  const userinfo = await sandbox.send('GET', '/idp/me', undefined, {
    authorization: `Bearer ${tokens?.body.access_token}`,
  });
  expect(userinfo.body).toMatchObject(maya);
});

test('a refresh token works until the person is disabled, and shows changed groups', async () => {
  const { tokens } = await signIn(new Browser(), 'omar-haddad');
  await sandbox.control('POST', '/people/omar-haddad', { groups: ['other'], emailVerified: false });
  const again = await token({ grant_type: 'refresh_token', refresh_token: tokens?.body.refresh_token });
  expect(decodeJwt(again.body.id_token)).toMatchObject({ groups: ['other'], email_verified: false });
  await sandbox.control('POST', '/people/omar-haddad', { disabled: true });
  const refused = await token({ grant_type: 'refresh_token', refresh_token: again.body.refresh_token });
  expect([refused.status, refused.body.error]).toEqual([400, 'invalid_grant']);
});

test('a disabled person is refused with a sentence, and somebody else can be chosen after it', async () => {
  const browser = new Browser();
  const { chosen, tokens } = await signIn(browser, 'dana-weiss');
  expect(tokens).toBeNull();
  expect(chosen.status).toBe(403);
  expect(chosen.text).toContain('Dana Weiss’s account is disabled, so signing in is refused.');
  expect((await signIn(browser, 'nobody')).chosen.status).toBe(400);
  expect((await signIn(browser, 'ana-ruiz')).tokens?.status).toBe(200);
});

test('the session signs in without a question, until sign-out ends it without a question', async () => {
  const browser = new Browser();
  const { tokens } = await signIn(browser, 'sam-okafor');
  const silent = await browser.go(authorisation().url);
  expect(new URL(silent.location).searchParams.get('code')).toMatch(/.+/);

  const query = new URLSearchParams({
    id_token_hint: tokens?.body.id_token,
    post_logout_redirect_uri: `${ORIGIN}/sign-in`,
    state: 'bye',
  });
  const out = await browser.go(`/idp/session/end?${query}`);
  expect([out.status, out.location]).toEqual([302, `${ORIGIN}/sign-in?state=bye`]);
  expect((await browser.go(authorisation().url)).location).toMatch(/^\/idp\/interaction\//);
  const refused = await token({ grant_type: 'refresh_token', refresh_token: tokens?.body.refresh_token });
  expect(refused.body.error).toBe('invalid_grant');

  const twice = await browser.go(`/idp/session/end?${query}`);
  expect([twice.status, twice.location]).toEqual([302, `${ORIGIN}/sign-in?state=bye`]);
});

test('with prompt=consent nothing more is asked; such a refresh token outlives the session, but not a sign-out', async () => {
  const browser = new Browser();
  const { tokens } = await signIn(browser, 'maya-chen', { prompt: 'consent' });
  expect(tokens?.body.scope).toContain('offline_access');
  const again = await token({ grant_type: 'refresh_token', refresh_token: tokens?.body.refresh_token });
  expect(again.status).toBe(200);
  await browser.go(`/idp/session/end?${new URLSearchParams({ id_token_hint: again.body.id_token })}`);
  const refused = await token({ grant_type: 'refresh_token', refresh_token: again.body.refresh_token });
  expect(refused.body.error).toBe('invalid_grant');
});

test('sign-out without an id token asks first, and to an unknown address it is refused', async () => {
  const browser = new Browser();
  const { tokens } = await signIn(browser, 'noor-jansen');
  const asked = await browser.go('/idp/session/end');
  expect(asked.status).toBe(200);
  expect(asked.text).toContain(
    '<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>',
  );
  const query = new URLSearchParams({
    id_token_hint: tokens?.body.id_token,
    post_logout_redirect_uri: 'http://elsewhere.example/sign-in',
  });
  const refused = await browser.go(`/idp/session/end?${query}`);
  expect(refused.status).toBe(400);
  expect(refused.text).toContain('post_logout_redirect_uri not registered');

  const xsrf = /name="xsrf" value="([^"]+)"/.exec(asked.text)?.[1] ?? '';
  const confirmed = await browser.go('/idp/session/end/confirm', { xsrf, logout: 'yes' });
  expect(confirmed.status).toBe(303);
  expect((await browser.go(confirmed.location)).text).toContain('You are signed out');
  expect((await browser.go(authorisation().url)).location).toMatch(/^\/idp\/interaction\//);
});

test('without PKCE, and for an address that is not the app’s, there is no sign-in', async () => {
  const { url } = authorisation();
  const plain = new URL(url, sandbox.url);
  plain.searchParams.delete('code_challenge');
  plain.searchParams.delete('code_challenge_method');
  const refused = await new Browser().go(plain.href);
  expect(new URL(refused.location).searchParams.get('error')).toBe('invalid_request');
  const foreign = await new Browser().go(authorisation({ redirect_uri: 'http://elsewhere.example/cb' }).url);
  expect(foreign.status).toBe(400);
  expect(foreign.text).toContain('redirect_uri');
  expect((await new Browser().go('/idp/interaction/none')).status).toBe(400);
});

test('everyone but Priya has an account in the tenant under the same address', async () => {
  const { people } = await sandbox.control('GET', '/people');
  const missing: string[] = [];
  for (const person of people) {
    const { body } = await sandbox.api('POST', '/search/users', { email: person.email });
    if (body.list.length === 0) missing.push(person.name);
    else expect(body.list[0].user.displayName).toBe(person.name);
  }
  expect(missing).toEqual(['Priya Nair']);
});

test('a reset undoes changes to people', async () => {
  await sandbox.control('POST', '/people/maya-chen', { disabled: true });
  await sandbox.control('POST', '/reset', {});
  const { people } = await sandbox.control('GET', '/people');
  expect(people[0]).toMatchObject({ id: 'maya-chen', disabled: false });
});
