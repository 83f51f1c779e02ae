import { expect, signInAs, test } from './support/test';

test('a session is a cookie that no script can read, and that says nothing of its content', async ({
  page,
  context,
}) => {
  await signInAs(page, 'Maya Chen');
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  const session = (await context.cookies()).filter(({ name }) => name.includes('session-token'));
  expect(session.length).toBeGreaterThan(0);
  for (const cookie of session) {
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    // Encrypted as a whole (JWE, five parts of which the second is empty for "dir"); a signed token would show its claims.
    expect(cookie.value.split('.')).toHaveLength(5);
  }
  const readable = await page.evaluate(() => document.cookie);
  expect(readable).not.toContain('session');
  const told = await page.evaluate(async () => (await fetch('/api/auth/session')).text());
  expect(Object.keys(JSON.parse(told)).sort()).toEqual(['expires', 'user']);
  expect(told).not.toContain('eyJ');
});

test('signing in leads back to where one wanted to go, with what the link had filled in', async ({ page, desk }) => {
  await signInAs(page, 'Maya Chen', '/invite?email=ada%40northwind.example&purpose=Audit');
  await expect(page).toHaveURL('/invite?email=ada%40northwind.example&purpose=Audit');
  await expect(desk.email).toHaveValue('ada@northwind.example');
});

test('signing out ends the provider’s session too: the next sign-in asks again', async ({ page, context }) => {
  await signInAs(page, 'Maya Chen');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out')).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);
  expect((await context.cookies()).filter(({ name }) => name.includes('session-token'))).toEqual([]);

  await page.goto('/invite');
  await page.getByRole('button', { name: 'Sign in with your organisation' }).click();
  await expect(page.getByRole('button', { name: 'Sign in as Omar Haddad' })).toBeVisible();
});

test('a disabled person is refused at the provider and is nobody here', async ({ page, context }) => {
  await signInAs(page, 'Dana Weiss');
  await expect(page.getByRole('alert')).toContainText('disabled');
  expect((await context.cookies()).filter(({ name }) => name.includes('session-token'))).toEqual([]);
  await page.goto('/invite');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('an address of another site is no place to come back to', async ({ page, stack }) => {
  for (const foreign of ['https://evil.example/', '//evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
    await page.context().clearCookies();
    await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(foreign)}`);
    await page.getByRole('button', { name: 'Sign in with your organisation' }).click();
    await page.getByRole('button', { name: 'Sign in as Maya Chen' }).click();
    await expect(page).toHaveURL(`${stack.appUrl}/invite`);
  }
});
