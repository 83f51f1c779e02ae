import { expect, signInAs, test } from './support/test';

const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

test('every answer of the app carries the usual headers and a policy that lets nobody frame it', async ({
  page,
  context,
  stack,
  desk,
  watched,
}) => {
  const seen = new Map<string, Record<string, string>>();
  context.on('response', (response) => {
    if (response.url().startsWith(stack.appUrl)) seen.set(response.url(), response.headers());
  });
  await signInAs(page, 'Maya Chen');
  await desk.alive();
  await desk.sponsor.fill('ana');
  await expect(desk.offered.first()).toBeVisible();
  watched.expectError(/404/);
  await page.goto('/there-is-no-such-page');
  for (const path of ['/api/health', '/api/sponsors', '/icon.svg', '/api/auth/session']) {
    const response = await page.request.get(path);
    seen.set(response.url(), response.headers());
  }
  expect([...seen.keys()].some((url) => url.includes('/_next/static/'))).toBe(true);
  for (const [url, headers] of seen) {
    expect(headers, url).toMatchObject(ALWAYS);
    expect(headers['content-security-policy'], url).toContain("frame-ancestors 'none'");
    expect(headers, url).not.toHaveProperty('x-powered-by');
  }
});

test('scripts run by a nonce that is another one each time, and none is written into the page without', async ({
  page,
}) => {
  const nonces = new Set<string>();
  for (const path of ['/sign-in', '/sign-in', '/there-is-no-such-page']) {
    const response = await page.request.get(path);
    const policy = response.headers()['content-security-policy'] ?? '';
    const script = /script-src ([^;]*)/.exec(policy)?.[1] ?? '';
    expect(script).not.toMatch(/unsafe-inline|unsafe-eval|https?:|\*/);
    const nonce = /'nonce-([^']+)'/.exec(script)?.[1] ?? '';
    expect(Buffer.from(nonce, 'base64').length).toBeGreaterThanOrEqual(16);
    nonces.add(nonce);
    const scripts = (await response.text()).match(/<script[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    for (const tag of scripts) expect(tag).toContain(`nonce="${nonce}"`);
  }
  expect(nonces.size).toBe(3);
});

test('the browser is sent nowhere else for a font, an icon or anything', async ({
  page,
  context,
  stack,
  desk,
  sandbox,
}) => {
  const foreign: string[] = [];
  context.on('request', (request) => {
    const { origin } = new URL(request.url());
    if (origin !== stack.appUrl && origin !== sandbox.url && origin !== 'null') foreign.push(request.url());
  });
  await signInAs(page, 'Maya Chen');
  await expect(desk.email).toBeVisible();
  expect(foreign).toEqual([]);
});

test('the address comes from configuration: a forged host changes no redirect', async ({ stack }) => {
  const { httpSession } = await import('../../scripts/lib/http-session');
  const forged = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
  for (const path of ['/', '/invite', '/no-access', '/api/auth/signin', '/api/auth/session']) {
    const reply = await httpSession().send(stack.appUrl + path, { headers: forged });
    expect(`${reply.headers.location ?? ''} ${reply.text}`, path).not.toContain('evil.example');
  }
});

test('each answer has a request id of its own, and a caller cannot choose it', async ({ page }) => {
  const chosen = 'chosen-by-the-caller';
  const ids = new Set<string>();
  for (let i = 0; i < 3; i += 1) {
    const response = await page.request.get('/api/sponsors', { headers: { 'x-request-id': chosen } });
    ids.add(response.headers()['x-request-id'] ?? chosen);
  }
  expect(ids.size).toBe(3);
  expect(ids.has(chosen)).toBe(false);
});
