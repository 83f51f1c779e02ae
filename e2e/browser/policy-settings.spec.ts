import AxeBuilder from '@axe-core/playwright';
import { putInForce } from './support/policy';
import { expect, signInAs, test } from './support/test';

test.afterEach(({ stack }) => putInForce(stack.env.DATABASE_URL ?? ''));

test('an administrator writes a rule, asks what it would do, saves it, and goes back', async ({ page, stack }) => {
  // An earlier version to go back to.
  await putInForce(stack.env.DATABASE_URL ?? '');
  await signInAs(page, 'Omar Haddad', '/settings/policy');
  await page.getByRole('button', { name: 'Add a rule at the top' }).click();
  const rule = page.getByRole('listitem').filter({ has: page.getByText('New rule') });
  await rule.getByLabel('Name', { exact: true }).fill('No throw-away mail');
  const written = page.getByRole('listitem').filter({ has: page.getByText('No throw-away mail') });
  await written.getByLabel('Domains of the address').fill('mailinator.example');
  await written.getByLabel('Answer').selectOption('Deny');

  const preview = page.getByRole('complementary', { name: 'What would happen to…' });
  await preview.getByLabel('Address').fill('ada@mail.mailinator.example');
  await preview.getByRole('button', { name: 'Ask the policy' }).click();
  await expect(preview.getByRole('alert')).toContainText('Rule 1 “No throw-away mail”, verdict, because: Say why');
  await written.getByLabel('Because').fill('Nobody reads it twice.');
  await preview.getByRole('button', { name: 'Ask the policy' }).click();
  await expect(preview.getByText('It would be refused.')).toBeVisible();
  await expect(preview.getByText(/Nobody reads it twice/)).toBeVisible();
  await preview.getByLabel('Address').fill('ada@partner.example');
  await preview.getByRole('button', { name: 'Ask the policy' }).click();
  await expect(preview.getByText('It would be sent.')).toBeVisible();

  await page.getByLabel('What you changed, and why').fill('Too many of them');
  await page.getByRole('button', { name: 'Save the policy' }).click();
  const history = page.getByRole('region', { name: 'History' });
  const newest = history.getByRole('listitem').first();
  await expect(newest).toContainText('holds now');
  await expect(newest).toContainText('Omar Haddad');
  await expect(newest).toContainText('Too many of them');
  await expect(newest).toContainText('Rule “No throw-away mail” added');

  await history
    .getByRole('button', { name: /^Go back to version/ })
    .first()
    .click();
  await expect(newest).toContainText('Back to version');
  await expect(page.getByText('No throw-away mail', { exact: true })).toHaveCount(0);
});

test('one switch pauses all sending, says why, and lets it go on', async ({ page, desk }) => {
  await signInAs(page, 'Omar Haddad', '/settings/policy');
  await page.getByLabel(/^Why sending stops/).fill('Audit week');
  await page.getByRole('button', { name: 'Pause all sending' }).click();
  await expect(page.getByText('All sending is paused.')).toBeVisible();
  await page.goto('/invite');
  await desk.fill(`gwen.${Date.now()}@partner.example`);
  await expect(page.getByRole('region', { name: 'What will happen' })).toContainText('Audit week', { timeout: 15_000 });
  await page.goto('/settings/policy');
  await page.getByRole('button', { name: 'Let sending go on' }).click();
  await expect(page.getByText('Invitations are being sent.')).toBeVisible();
});

test('who may not write it reads it in sentences', async ({ page }) => {
  await signInAs(page, 'Maya Chen', '/settings/policy');
  await expect(page.getByText('When an administrator or the helpdesk invites: allowed.')).toBeVisible();
  await expect(page.getByRole('button', { name: /save|pause|go back/i })).toHaveCount(0);
});

test('the editor has nothing that axe objects to, in the dark and on a phone too', async ({ page }) => {
  await signInAs(page, 'Omar Haddad', '/settings/policy');
  await page.getByRole('button', { name: 'Add a rule at the top' }).click();
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(wider).toBe(false);
});
